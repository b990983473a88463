import { type FormEvent, useState } from 'react';
import { SEVERITIES } from '#contracts/choices';
import { useMakeRule } from '../../api/alerts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, inWords, Select, TextInput } from '../../ui/field.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { EMPTY_DRAFT, isComplete, type RuleDraft, readsMetric, ruleOf } from './rule-draft.ts';
import { RulePreview } from './rule-preview.tsx';

const KINDS = [
  { value: 'threshold', label: 'A metric passes a threshold' },
  { value: 'change', label: 'A metric changes by a percentage' },
  { value: 'absence', label: 'A metric falls silent' },
  { value: 'market_change', label: 'A price moves in a session' },
  { value: 'anomaly', label: 'An anomaly is found' },
  { value: 'burn_rate', label: 'API errors spend their budget' },
] as const satisfies readonly { value: RuleDraft['kind']; label: string }[];
const AMOUNTS: Readonly<Record<RuleDraft['kind'], string>> = {
  threshold: 'Threshold',
  change: 'Percent',
  absence: 'Seconds of silence',
  market_change: 'Percent',
  anomaly: 'Least score, 0 to 1',
  burn_rate: 'Times too fast',
};
const COMPARISONS = [
  { value: 'above', label: 'Above' },
  { value: 'below', label: 'Below' },
] as const;
const DIRECTIONS = [
  { value: 'either', label: 'Up or down' },
  { value: 'rise', label: 'Up' },
  { value: 'fall', label: 'Down' },
] as const;
const LEVELS = SEVERITIES.map((value) => ({ value, label: inWords(value) }));

/** Makes a rule. What the server refuses is said under the form, and nothing typed is lost. */
export function RuleDialog({ onClose }: { readonly onClose: () => void }) {
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const make = useMakeRule();
  const rule = ruleOf(draft);
  const change = (part: Partial<RuleDraft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(rule, { onSuccess: onClose });
  };
  return (
    <Dialog title="New rule" onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3 overflow-y-auto p-4">
        <Field label="Name">
          <TextInput
            data-autofocus
            required
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        </Field>
        <Field label="When">
          <Select value={draft.kind} choices={KINDS} onChange={(kind) => change({ kind })} />
        </Field>
        <ConditionFields draft={draft} change={change} />
        <div className="grid grid-cols-3 gap-3">
          <Field label="Severity">
            <Select value={draft.severity} choices={LEVELS} onChange={(severity) => change({ severity })} />
          </Field>
          <NumberField
            label="Must last, s"
            value={draft.forSeconds}
            onText={(text) => change({ forSeconds: text })}
          />
          <NumberField
            label="Over after, s"
            value={draft.clearSeconds}
            onText={(text) => change({ clearSeconds: text })}
          />
        </div>
        <RulePreview rule={rule} ready={isComplete(draft)} />
        {make.isError ? <ProblemNote error={make.error} /> : null}
        <div className="flex gap-2">
          <Button look="primary" type="submit" disabled={make.isPending}>
            Make rule
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ConditionFieldsProps {
  readonly draft: RuleDraft;
  readonly change: (part: Partial<RuleDraft>) => void;
}

function ConditionFields({ draft, change }: ConditionFieldsProps) {
  const { kind } = draft;
  return (
    <>
      {readsMetric(kind) ? (
        <Field label="Metric">
          <TextInput
            required
            value={draft.metric}
            placeholder="cpu_usage"
            onChange={({ target }) => change({ metric: target.value })}
          />
        </Field>
      ) : null}
      <div className="grid grid-cols-3 gap-3">
        {kind === 'threshold' ? (
          <Field label="Side">
            <Select
              value={draft.comparison}
              choices={COMPARISONS}
              onChange={(comparison) => change({ comparison })}
            />
          </Field>
        ) : null}
        {kind === 'change' || kind === 'market_change' ? (
          <Field label="Direction">
            <Select
              value={draft.direction}
              choices={DIRECTIONS}
              onChange={(direction) => change({ direction })}
            />
          </Field>
        ) : null}
        <NumberField label={AMOUNTS[kind]} value={draft.amount} onText={(amount) => change({ amount })} />
        {kind === 'threshold' || kind === 'change' ? (
          <NumberField
            label="Within, s"
            value={draft.windowSeconds}
            onText={(windowSeconds) => change({ windowSeconds })}
          />
        ) : null}
      </div>
      {kind === 'market_change' ? (
        <Field label="Symbols; all where empty">
          <TextInput
            value={draft.symbols}
            placeholder="AAPL, MSFT"
            onChange={({ target }) => change({ symbols: target.value })}
          />
        </Field>
      ) : null}
    </>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
}

function NumberField({ label, value, onText }: NumberFieldProps) {
  return (
    <Field label={label}>
      <TextInput
        type="number"
        step="any"
        required
        value={value}
        onChange={({ target }) => onText(target.value)}
      />
    </Field>
  );
}
