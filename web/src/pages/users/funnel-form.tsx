import { useQuery } from '@tanstack/react-query';
import { deepEqual } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type AskedPeriod, eventTypesQuery } from '../../api/users.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select, TextInput } from '../../ui/field.tsx';
import {
  changedStep,
  draftOf,
  movedStep,
  searchOfDraft,
  UNIT_SECONDS,
  type WindowUnit,
  withoutStep,
  withStep,
} from './funnel-draft.ts';
import { FUNNEL_ORDERS, type FunnelOrder, type FunnelSearch, STEPS } from './funnel-search.ts';
import { StepFields, SUGGESTED } from './step-fields.tsx';

const ORDER_NAMES: Readonly<Record<FunnelOrder, string>> = {
  ordered: 'In this order',
  strict: 'Directly after each other',
  unordered: 'In any order',
};
const ORDERS = FUNNEL_ORDERS.map((value) => ({ value, label: ORDER_NAMES[value] }));
const UNITS = (Object.keys(UNIT_SECONDS) as WindowUnit[]).map((value) => ({ value, label: value }));

interface FunnelFormProps {
  readonly asked: AskedPeriod;
  readonly periodDays: number;
  readonly search: FunnelSearch;
  /** Known pages, to choose from. */
  readonly pages: readonly string[];
  readonly busy: boolean;
  readonly onSearch: (search: FunnelSearch) => void;
}

/** Builds a funnel; it is counted, and stands in the address, once it is whole. */
export function FunnelForm({ asked, periodDays, search, pages, busy, onSearch }: FunnelFormProps) {
  const [draft, setDraft] = useState(() => draftOf(search, periodDays));
  const [shown, setShown] = useState({ search, periodDays });
  if (shown.periodDays !== periodDays || !deepEqual(shown.search, search)) {
    setShown({ search, periodDays });
    // What was typed gives way to another funnel, by a link or the way back; the usual window goes with the period.
    const typed = searchOfDraft(draft, shown.periodDays);
    const next = deepEqual(shown.search, search) ? typed : search;
    if (shown.periodDays !== periodDays || !deepEqual(typed, next)) setDraft(draftOf(next, periodDays));
  }
  const types = useQuery(eventTypesQuery(asked)).data?.event_types ?? [];
  const { steps, order, window } = draft;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(searchOfDraft(draft, periodDays));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <ol className="flex flex-col gap-2">
        {steps.map((step, place) => (
          <StepFields
            key={step.id}
            step={step}
            place={place}
            steps={steps.length}
            onChange={(change) => setDraft(changedStep(draft, step.id, change))}
            onMove={(by) => setDraft(movedStep(draft, step.id, by))}
            onRemove={() => setDraft(withoutStep(draft, step.id))}
          />
        ))}
      </ol>
      <Suggestions id={SUGGESTED.event} texts={types.map((type) => type.event_type)} />
      <Suggestions id={SUGGESTED.page} texts={pages} />
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Order" className="max-sm:w-full">
          <Select value={order} choices={ORDERS} onChange={(next) => setDraft({ ...draft, order: next })} />
        </Field>
        <Field label="Within">
          <TextInput
            type="number"
            min={0.02}
            step="any"
            required
            value={window.amount}
            onChange={({ target }) => setDraft({ ...draft, window: { ...window, amount: target.value } })}
            className="w-18"
          />
        </Field>
        <Field label="Unit">
          <Select
            value={window.unit}
            choices={UNITS}
            onChange={(unit) => setDraft({ ...draft, window: { ...window, unit } })}
          />
        </Field>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" type="submit" disabled={busy} className="disabled:bg-sunken">
          {busy ? 'Counting' : 'Count'}
        </Button>
        <Button disabled={steps.length >= STEPS.most} onClick={() => setDraft(withStep(draft))}>
          Add step
        </Button>
      </div>
    </form>
  );
}

function Suggestions({ id, texts }: { readonly id: string; readonly texts: readonly string[] }) {
  return (
    <datalist id={id}>
      {texts.map((text) => (
        <option key={text}>{text}</option>
      ))}
    </datalist>
  );
}
