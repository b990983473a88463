import { type FormEvent, useState } from 'react';
import type { RequestType, Strategy } from '#contracts/ai';
import { REQUEST_TYPES, STRATEGIES } from '#contracts/choices';
import { type RouteAnswer, useRoute } from '../../api/ai.ts';
import { quantity, usd } from '../../format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Field, inWords, Select } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';

const TYPES = REQUEST_TYPES.map((value) => ({ value, label: inWords(value) }));
const FAVOURS = STRATEGIES.map((value) => ({ value, label: inWords(value) }));
const LONGEST_ANSWER_TOKENS = 500;

/** Asks the router a question, or only which model it would take. */
export function TryPanel() {
  const [prompt, setPrompt] = useState('');
  const [type, setType] = useState<RequestType>('general_chat');
  const [strategy, setStrategy] = useState<Strategy>('balanced');
  const route = useRoute();
  const ask = (dryRun: boolean) =>
    route.mutate({
      request_type: type,
      prompt,
      strategy,
      dry_run: dryRun,
      max_tokens: LONGEST_ANSWER_TOKENS,
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(false);
  };
  return (
    <Panel
      id="try"
      title="Try a prompt"
      about="Sends one request through the router, as POST /ai/route does. Explain decides and says why, and calls nobody."
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <textarea
          aria-label="Prompt"
          value={prompt}
          required
          rows={3}
          placeholder="What is a bear market?"
          onChange={(event) => setPrompt(event.target.value)}
          className="rounded-md border border-line-strong bg-surface px-2 py-1.5 placeholder:text-muted"
        />
        <div className="flex flex-wrap items-end gap-2">
          <Field label="Request">
            <Select value={type} choices={TYPES} onChange={setType} />
          </Field>
          <Field label="Favour">
            <Select value={strategy} choices={FAVOURS} onChange={setStrategy} />
          </Field>
          <Button look="primary" icon="play" type="submit" disabled={route.isPending || prompt.trim() === ''}>
            {route.isPending ? 'Asking' : 'Ask'}
          </Button>
          <Button disabled={route.isPending || prompt.trim() === ''} onClick={() => ask(true)}>
            Explain
          </Button>
        </div>
        <div aria-live="polite" className="empty:hidden">
          {route.isError ? <ProblemNote error={route.error} /> : null}
          {route.data === undefined ? null : <Answer answer={route.data} />}
        </div>
      </form>
    </Panel>
  );
}

function Answer({ answer }: { readonly answer: RouteAnswer }) {
  const { model_used: model, response, cost, latency_ms: latencyMs, metadata } = answer;
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      <p className="flex flex-wrap gap-x-3 text-xs text-muted">
        <span className="font-semibold text-ink">{model ?? metadata.decision?.chosen ?? 'No model'}</span>
        {response === null ? <span>asked nobody</span> : <span>{quantity(latencyMs, 'ms')}</span>}
        <span>{usd(cost)}</span>
      </p>
      {response === null ? null : <p className="whitespace-pre-wrap">{response}</p>}
      <ul className="flex list-disc flex-col gap-1 pl-4 text-sm text-muted">
        {metadata.decision?.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}
