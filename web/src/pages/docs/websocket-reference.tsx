import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { type AsyncApi, type ChannelReference, channelsOf } from './async-api.ts';
import { ChannelConsole } from './channel-console.tsx';
import { ChannelSamples } from './channel-samples-view.tsx';
import { DocsSkeleton } from './docs-skeleton.tsx';
import { SchemaFields } from './field-list.tsx';
import { ReferenceList } from './reference-list.tsx';
import { asyncApiQuery } from './specifications.ts';

/** The WebSocket channels: what they send, what they take, and a live connection. */
export function WebsocketReference({ at }: { readonly at: string | undefined }) {
  const query = useQuery(asyncApiQuery);
  return (
    <Loaded query={query} skeleton={<DocsSkeleton />}>
      {(document) => {
        const channels = channelsOf(document);
        const shown = channels.find(({ name }) => name === at) ?? channels[0];
        if (shown === undefined) {
          return (
            <EmptyState title="No channels on this server">
              <p>This server does not play the realtime role. The roles are set by RICHESREACH_ROLES.</p>
            </EmptyState>
          );
        }
        return (
          <div className="grid items-start gap-x-6 gap-y-3 lg:grid-cols-[15rem_1fr]">
            <ReferenceList
              label="Channels"
              reference="websocket"
              shown={shown.name}
              entries={channels.map(({ name, address }) => ({ id: name, title: address, search: address }))}
            />
            <ChannelView key={shown.name} channel={shown} document={document} />
          </div>
        );
      }}
    </Loaded>
  );
}

function ChannelView({
  channel,
  document,
}: {
  readonly channel: ChannelReference;
  readonly document: AsyncApi;
}) {
  return (
    <article className="grid min-w-0 items-start gap-x-6 gap-y-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <header className="flex flex-col gap-1.5">
          <h2 className="font-mono text-lg font-semibold break-all">{channel.address}</h2>
          <p>{channel.scope === null ? null : <Badge tone="accent">scope {channel.scope}</Badge>}</p>
          <p className="max-w-prose text-base text-muted">{channel.description}</p>
        </header>
        <section className="flex flex-col gap-3">
          <h3 className="text-base font-semibold">The server sends</h3>
          {channel.frames.map(({ name, payload }) => (
            <Message key={name} name={name}>
              <SchemaFields side="answer" schema={payload} document={document} />
            </Message>
          ))}
        </section>
        <section className="flex flex-col gap-3">
          <h3 className="text-base font-semibold">A client may send</h3>
          {channel.requests.map(({ message, answer }) => (
            <Message key={message.name} name={message.name} note={`answered by ${answer}`}>
              <p className="pb-1.5 text-muted">{message.summary}</p>
              <SchemaFields side="request" schema={message.payload} document={document} />
            </Message>
          ))}
        </section>
        <CloseCodes codes={document['x-close-codes']} />
      </div>
      <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-16">
        <ChannelSamples channel={channel} />
        <ChannelConsole channel={channel} document={document} />
      </div>
    </article>
  );
}

/** Why the server ends a connection, and whether to come back. */
function CloseCodes({ codes }: { readonly codes: AsyncApi['x-close-codes'] }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-base font-semibold">The server closes with</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {Object.entries(codes).map(([code, text]) => (
          <Fragment key={code}>
            <dt className="font-mono text-sm">{code}</dt>
            <dd className="max-w-prose text-muted">{text}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

interface MessageProps {
  readonly name: string;
  readonly note?: string;
  readonly children: ReactNode;
}

function Message({ name, note, children }: MessageProps) {
  return (
    <div>
      <h4 className="flex flex-wrap items-baseline gap-x-2 pb-1 font-mono text-sm">
        {name}
        {note === undefined ? null : <span className="font-sans text-xs text-muted">{note}</span>}
      </h4>
      {children}
    </div>
  );
}
