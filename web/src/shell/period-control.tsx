import { type ReactNode, useState } from 'react';
import {
  type DateRange,
  daysOf,
  isDateRange,
  neighbour,
  type PeriodChoice,
  PRESET_NAMES,
  PRESETS,
} from '../format/period.ts';
import { sessionDate } from '../format/time.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { PopoverPanel, usePopover } from '../ui/popover.tsx';

interface PeriodControlProps {
  readonly choice: PeriodChoice;
  /** The days that are shown. */
  readonly dates: DateRange;
  readonly zone: string;
  readonly onChoice: (choice: PeriodChoice) => void;
  readonly onZone: (zone: string) => void;
  /** Where the page can compare with the period before. */
  readonly comparison?: {
    readonly on: boolean;
    readonly onChange: (on: boolean) => void;
  };
}

const FIELD = 'h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink';

/** Which days the page shows, and in which time zone a day begins. */
export function PeriodControl(props: PeriodControlProps) {
  const { choice, dates, zone, comparison, onChoice, onZone } = props;
  const popover = usePopover();
  const choose = (next: PeriodChoice) => {
    popover.close();
    onChoice(next);
  };
  const name = typeof choice === 'string' ? PRESET_NAMES[choice] : daysText(choice);
  return (
    <div className="flex items-center">
      <IconButton
        icon="left"
        label="Period before"
        className="size-8 max-sm:hidden"
        onClick={() => onChoice(neighbour(dates, -1))}
      />
      <Button icon="calendar" {...popover.trigger}>
        {name}
        <span className="text-muted max-sm:sr-only"> {zone}</span>
        <span className="sr-only">. Choose a period</span>
      </Button>
      <PopoverPanel parts={popover} className="w-72 p-2">
        <div className="grid grid-cols-2 gap-1">
          {PRESETS.map((preset) => (
            <Button
              key={preset}
              look="quiet"
              aria-pressed={choice === preset}
              className="justify-start! aria-pressed:bg-sunken aria-pressed:text-ink"
              onClick={() => choose(preset)}
            >
              {PRESET_NAMES[preset]}
            </Button>
          ))}
        </div>
        <DatesForm dates={dates} onChange={choose} />
        <Field label="Days begin at midnight of">
          <select value={zone} onChange={(event) => onZone(event.target.value)} className={FIELD}>
            {timeZones(zone).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </Field>
        {comparison === undefined ? null : (
          <label className="flex items-center gap-2 px-1 pt-3 pb-1">
            <input
              type="checkbox"
              checked={comparison.on}
              onChange={(event) => comparison.onChange(event.target.checked)}
              className="accent-accent"
            />
            Compare with the period before
          </label>
        )}
      </PopoverPanel>
      <IconButton
        icon="right"
        label="Period after"
        className="size-8 max-sm:hidden"
        disabled={typeof choice === 'string'}
        onClick={() => onChoice(neighbour(dates, 1))}
      />
    </div>
  );
}

/** Applies on Enter and on the button; a half-typed date asks for nothing. */
function DatesForm({
  dates,
  onChange,
}: {
  readonly dates: DateRange;
  readonly onChange: (d: DateRange) => void;
}) {
  const [draft, setDraft] = useState(dates);
  const valid = isDateRange(draft.from, draft.to);
  return (
    <form
      className="my-2 flex flex-col gap-2 border-y border-line px-1 pt-2 pb-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) onChange(draft);
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        {(['from', 'to'] as const).map((end) => (
          <Field key={end} label={end === 'from' ? 'First day' : 'Last day'}>
            <input
              type="date"
              value={draft[end]}
              aria-invalid={!valid}
              onChange={(event) => setDraft({ ...draft, [end]: event.target.value })}
              className={FIELD}
            />
          </Field>
        ))}
      </div>
      <Button look="primary" type="submit" disabled={!valid} className="disabled:bg-sunken">
        {valid ? `Show ${daysOf(draft)} days` : 'The last day is before the first'}
      </Button>
    </form>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className="flex min-w-0 flex-col gap-1 px-1 text-xs text-muted">
      {label}
      {children}
    </label>
  );
}

function daysText({ from, to }: DateRange): string {
  return from === to ? sessionDate(from) : `${sessionDate(from)} – ${sessionDate(to)}`;
}

/** UTC, the reader's own and the chosen one first; then every other. */
function timeZones(chosen: string): string[] {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set(['UTC', own, chosen, ...Intl.supportedValuesOf('timeZone')])];
}
