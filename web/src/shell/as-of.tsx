import { useState } from 'react';
import type { AsOf } from '../api/market.ts';
import { isCalendarDate, monthsBefore, nextWeekday, sessionDate } from '../format/time.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { PopoverPanel, usePopover } from '../ui/popover.tsx';

interface AsOfControlProps {
  readonly asOf: AsOf;
  /** Session that is shown, whatever was asked for. */
  readonly session: string | undefined;
  readonly onChange: (asOf: AsOf) => void;
}

const STEPS = [
  { label: '1 month earlier', months: 1 },
  { label: '3 months earlier', months: 3 },
  { label: '1 year earlier', months: 12 },
] as const;

/** Which session the page shows: the latest one, which moves, or one of the past. */
export function AsOfControl({ asOf, session, onChange }: AsOfControlProps) {
  const popover = usePopover();
  const choose = (next: AsOf) => {
    popover.close();
    onChange(next);
  };
  return (
    <div className="flex items-center">
      <IconButton
        icon="left"
        label="Session before"
        className="size-8 max-sm:hidden"
        disabled={session === undefined}
        onClick={() => session !== undefined && onChange(nextWeekday(session, -1))}
      />
      <Button
        icon="calendar"
        aria-label={`As of ${label(asOf, session)}. Choose a session`}
        {...popover.trigger}
      >
        {label(asOf, session)}
      </Button>
      <PopoverPanel parts={popover} className="w-60 p-2">
        <DateField value={asOf ?? session} onChange={choose} />
        {session === undefined
          ? null
          : STEPS.map(({ label, months }) => (
              <Button
                key={label}
                look="quiet"
                className="w-full justify-start!"
                onClick={() => choose(monthsBefore(session, months))}
              >
                {label}
              </Button>
            ))}
        <Button look="quiet" className="w-full justify-start!" onClick={() => choose(undefined)}>
          Latest session
        </Button>
      </PopoverPanel>
      <IconButton
        icon="right"
        label="Session after"
        className="size-8 max-sm:hidden"
        disabled={asOf === undefined}
        onClick={() => asOf !== undefined && onChange(nextWeekday(asOf, 1))}
      />
      {asOf === undefined ? null : (
        <Button look="quiet" onClick={() => onChange(undefined)}>
          Latest
        </Button>
      )}
    </div>
  );
}

function label(asOf: AsOf, session: string | undefined): string {
  if (asOf !== undefined) return sessionDate(asOf);
  return session === undefined ? 'Latest' : sessionDate(session);
}

/** Applies on Enter and on the button; a half-typed date asks for nothing. */
function DateField({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (date: string) => void;
}) {
  const [draft, setDraft] = useState(value ?? '');
  return (
    <form
      className="flex items-end gap-1.5 px-1 pb-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isCalendarDate(draft)) onChange(draft);
      }}
    >
      <label className="flex min-w-0 grow flex-col gap-1 text-xs text-muted">
        Show the market as of
        <input
          type="date"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink"
        />
      </label>
      <Button look="primary" type="submit" disabled={!isCalendarDate(draft)} aria-label="Show this session">
        <Icon name="right" />
      </Button>
    </form>
  );
}
