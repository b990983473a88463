import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/clipboard.tsx';
import { type Draft, prepare } from './draft.ts';
import type { Operation } from './open-api.ts';
import { type Received, send } from './send.ts';

interface TryItProps {
  readonly operation: Operation;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

const FIELD =
  'w-full rounded-md border border-line-strong bg-surface px-2 font-mono text-xs placeholder:text-muted';

/** Calls the running server with what is in the form. */
export function TryIt({ operation, draft, onDraft }: TryItProps) {
  const call = useMutation({ mutationFn: send });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    call.mutate(prepare(operation, draft));
  };
  return (
    <section className="panel flex flex-col gap-3 p-3">
      <h3 className="text-base font-semibold">Try it</h3>
      <form onSubmit={submit} className="flex flex-col gap-2">
        {operation.parameters.map(({ name, required, schema }) => (
          <label key={name} className="grid grid-cols-[8rem_1fr] items-center gap-2">
            <span className="truncate font-mono text-xs">{name}</span>
            <input
              value={draft.parameters[name] ?? ''}
              required={required === true && schema.default === undefined}
              placeholder={schema.default === undefined ? '' : JSON.stringify(schema.default)}
              spellCheck={false}
              onChange={(event) =>
                onDraft({ ...draft, parameters: { ...draft.parameters, [name]: event.target.value } })
              }
              className={`${FIELD} h-8`}
            />
          </label>
        ))}
        {operation.body === undefined ? null : (
          <label className="flex flex-col gap-1">
            <span className="text-xs text-muted">Body</span>
            <textarea
              value={draft.body}
              rows={Math.min(14, draft.body.split('\n').length + 1)}
              spellCheck={false}
              onChange={(event) => onDraft({ ...draft, body: event.target.value })}
              className={`${FIELD} py-1.5 leading-5`}
            />
          </label>
        )}
        <div>
          <Button look="primary" icon="play" type="submit" disabled={call.isPending}>
            {call.isPending ? 'Sending' : 'Send'}
          </Button>
        </div>
      </form>
      <div aria-live="polite" className="empty:hidden">
        {call.data === undefined ? null : <ReceivedView received={call.data} />}
      </div>
    </section>
  );
}

function ReceivedView({ received }: { readonly received: Received }) {
  const { status, elapsedMs, requestId, text } = received;
  const good = status >= 200 && status < 400;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-x-3 text-xs">
        <span className={`font-semibold ${good ? 'text-gain' : 'text-loss'}`}>
          {status === 0 ? 'No answer' : status}
        </span>
        <span className="text-muted">{elapsedMs} ms</span>
        <span className="font-mono break-all text-muted">{requestId}</span>
      </p>
      <div className="max-h-96 overflow-y-auto">
        <CodeBlock code={text} head="Answer" />
      </div>
    </div>
  );
}
