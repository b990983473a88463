import { IconButton } from '../../ui/button.tsx';
import { Select, TextInput } from '../../ui/field.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import type { StepDraft } from './funnel-draft.ts';
import { STEPS } from './funnel-search.ts';

/** Ids of the lists that a step is chosen from. */
export const SUGGESTED = { event: 'known-event-types', page: 'known-pages' } as const;

const KINDS = [
  { value: 'event', label: 'Event' },
  { value: 'page', label: 'Page' },
] as const;
// A slash within brackets is escaped: browsers read the pattern as one with the flag v.
const EVENT_TYPE = String.raw`[A-Za-z0-9_.:\/\-]{1,100}`;

interface StepFieldsProps {
  readonly step: StepDraft;
  readonly place: number;
  /** How many steps the funnel has. */
  readonly steps: number;
  readonly onChange: (change: Partial<StepDraft>) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove: () => void;
}

/** One step: an event type or a page, and a property it must have where that is asked for. */
export function StepFields({ step, place, steps, onChange, onMove, onRemove }: StepFieldsProps) {
  const name = `Step ${place + 1}`;
  const { kind, text, where } = step;
  return (
    <li className="flex flex-col gap-1">
      <div className="flex items-center gap-1.5">
        <span className="w-4 shrink-0 text-right text-xs text-muted">{place + 1}</span>
        <Select
          label={`${name}, kind`}
          value={kind}
          choices={KINDS}
          onChange={(next) => onChange({ kind: next })}
        />
        <TextInput
          aria-label={name}
          list={SUGGESTED[kind]}
          required={where === null}
          maxLength={2_000}
          {...(kind === 'event' ? { pattern: EVENT_TYPE, title: 'Letters, digits, and _ . : / -' } : {})}
          value={text}
          spellCheck={false}
          placeholder={placeholderOf(step)}
          onChange={({ target }) => onChange({ text: target.value })}
          className="w-0 grow font-mono"
        />
        <Menu icon="more" label={`${name}, menu`} className="size-7">
          {where === null ? (
            <MenuItem icon="sliders" onSelect={() => onChange({ where: { name: '', equals: '' } })}>
              Ask for a property
            </MenuItem>
          ) : null}
          {place === 0 ? null : (
            <MenuItem icon="up" onSelect={() => onMove(-1)}>
              Move up
            </MenuItem>
          )}
          {place === steps - 1 ? null : (
            <MenuItem icon="down" onSelect={() => onMove(1)}>
              Move down
            </MenuItem>
          )}
        </Menu>
        <IconButton
          icon="close"
          label={`Remove step ${place + 1}`}
          className="size-7"
          disabled={steps <= STEPS.least}
          onClick={onRemove}
        />
      </div>
      {where === null ? null : (
        <div className="flex items-center gap-1.5 pl-5.5">
          <span className="text-xs text-muted">where</span>
          <TextInput
            aria-label={`${name}, property`}
            required
            maxLength={100}
            spellCheck={false}
            placeholder="plan"
            value={where.name}
            onChange={({ target }) => onChange({ where: { ...where, name: target.value } })}
            className="w-0 grow font-mono"
          />
          <span className="text-xs text-muted">is</span>
          <TextInput
            aria-label={`${name}, value`}
            title='42 is a number and true a truth value; a text of that kind goes in quotes: "42"'
            maxLength={500}
            spellCheck={false}
            placeholder="pro"
            value={where.equals}
            onChange={({ target }) => onChange({ where: { ...where, equals: target.value } })}
            className="w-0 grow font-mono"
          />
          <IconButton
            icon="close"
            label={`Remove the property of step ${place + 1}`}
            className="size-7"
            onClick={() => onChange({ where: null })}
          />
        </div>
      )}
    </li>
  );
}

function placeholderOf({ kind, where }: StepDraft): string {
  if (where !== null) return 'any event';
  return kind === 'page' ? '/pricing' : 'page_view';
}
