import { type FormEvent, useState } from 'react';
import { compact } from '../../format/numbers.ts';
import { clockTime } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import type { AsyncApi, ChannelReference } from './async-api.ts';
import { exampleOf } from './json-schema.ts';
import { readable } from './send.ts';
import { type LoggedFrame, useChannel } from './use-channel.ts';

interface ChannelConsoleProps {
  readonly channel: ChannelReference;
  readonly document: AsyncApi;
}

/** A live connection: what comes is shown, and requests can be sent. */
export function ChannelConsole({ channel, document }: ChannelConsoleProps) {
  const line = useChannel(channel.address);
  const examples = channel.requests.map(({ message }) => ({
    name: message.name,
    text: JSON.stringify(exampleOf(message.payload, document), null, 2),
  }));
  const [text, setText] = useState(examples[0]?.text ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    line.send(text);
  };
  return (
    <section aria-label="Console" className="panel flex flex-col gap-3 p-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          look={line.connected ? 'plain' : 'primary'}
          icon="plug"
          onClick={line.connected ? line.disconnect : line.connect}
        >
          {line.connected ? 'Disconnect' : 'Connect'}
        </Button>
        <span className="text-xs text-muted">{line.connected ? 'connected' : 'not connected'}</span>
        <div className="grow" />
        <Button look="quiet" disabled={line.log.length === 0} onClick={line.clear}>
          Clear
        </Button>
      </div>
      {examples.length === 0 ? null : (
        <form onSubmit={submit} className="flex flex-col gap-2">
          <div className="flex flex-wrap gap-1">
            {examples.map((example) => (
              <Button
                key={example.name}
                className="h-7 font-mono text-xs"
                onClick={() => setText(example.text)}
              >
                {example.name}
              </Button>
            ))}
          </div>
          <label className="flex flex-col gap-1">
            <span className="text-xs text-muted">Frame to send</span>
            <textarea
              value={text}
              rows={Math.min(10, text.split('\n').length + 1)}
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
              className="w-full rounded-md border border-line-strong bg-surface px-2 py-1.5 font-mono text-xs leading-5"
            />
          </label>
          <div>
            <Button type="submit" icon="play" disabled={!line.connected}>
              Send
            </Button>
          </div>
        </form>
      )}
      <ScrollRegion label="Frames" className="max-h-96 min-h-24 overflow-y-auto rounded-md bg-sunken p-2">
        {line.log.length === 0 ? (
          <p className="p-2 text-muted">Frames appear here, the newest first.</p>
        ) : (
          <ol className="flex flex-col gap-1">
            {line.log.map((frame) => (
              <li key={frame.id}>
                <FrameView frame={frame} />
              </li>
            ))}
          </ol>
        )}
      </ScrollRegion>
    </section>
  );
}

const SIDE = { server: '←', client: '→', connection: '·' } as const;

function FrameView({ frame }: { readonly frame: LoggedFrame }) {
  const [open, setOpen] = useState(false);
  const head = (
    <>
      <span className="text-muted">{clockTime(frame.at)}</span>{' '}
      <span aria-label={`from the ${frame.from}`}>{SIDE[frame.from]}</span> {titleOf(frame)}
    </>
  );
  if (frame.from === 'connection') return <p className="px-1 font-mono text-xs">{head}</p>;
  return (
    <details className="font-mono text-xs" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="rounded-sm px-1">
        {head} <span className="text-muted">{compact(frame.text.length)} characters</span>
      </summary>
      {open ? (
        <pre className="overflow-x-auto px-1 py-1.5 leading-5 whitespace-pre-wrap">
          {readable(frame.text, 'json')}
        </pre>
      ) : null}
    </details>
  );
}

function titleOf({ from, text }: LoggedFrame): string {
  if (from === 'connection') return text;
  return /"type"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? 'frame';
}
