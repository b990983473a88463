import type { Channel, EventChannel, Position } from '#contracts/websocket';
import type { Logger } from '#platform';
import type { Client } from './client.ts';
import { type Follower, followHistory } from './follow-history.ts';
import { Group } from './group.ts';
import { CLOSE } from './line.ts';
import { Batch, Message } from './message.ts';
import { openingOf } from './opening.ts';
import { type Answerer, type AnswererDeps, answerer } from './requests.ts';
import { Tally } from './tally.ts';

/** A channel with those who are connected to it. */
export interface ServedChannel extends Disposable {
  readonly channel: Channel;
  readonly group: Group;
  readonly tally: Tally;
  readonly answer: Answerer;
  /** Sends a new client its snapshot, or what it missed since `known`, and lets updates follow. */
  welcome(client: Client, known: Position | undefined): Promise<void>;
  /** An event channel's history has grown. */
  readonly wake: () => void;
}

export function serveChannel(channel: Channel, deps: AnswererDeps): ServedChannel {
  const group = new Group();
  const tally = new Tally();
  const common = { channel, group, tally, answer: answerer(channel, deps) };
  if (channel.kind === 'event') {
    const follower = follow(channel, group, deps.logger);
    return {
      ...common,
      wake: follower.wake,
      async welcome(client, known) {
        const timestamp = new Date(deps.clock.now()).toISOString();
        const { messages, position, recovered } = await openingOf(
          channel,
          client.principal,
          known,
          timestamp,
        );
        if (recovered === true) tally.recovered += 1;
        if (recovered === false) tally.notRecovered += 1;
        for (const message of messages) client.sendNow(message);
        client.sentOffset = position.offset;
        group.join(client);
        follower.begin(position);
      },
      [Symbol.dispose]: () => follower[Symbol.dispose](),
    };
  }
  const updates = channel.startUpdates({
    isWatched: () => group.isWatched,
    publish(frame, key) {
      if (group.isWatched) group.broadcast(new Message(frame, { key }));
    },
  });
  return {
    ...common,
    wake: () => undefined,
    async welcome(client) {
      // Joined before the snapshot is read: an update made meanwhile follows it, and none is missed.
      group.join(client);
      for (const frame of await channel.snapshot(client.principal)) client.sendNow(new Message(frame));
      client.release();
    },
    [Symbol.dispose]: () => updates[Symbol.dispose](),
  };
}

function follow({ history }: EventChannel, group: Group, logger: Logger): Follower {
  return followHistory({
    history,
    logger,
    isWatched: () => group.isWatched,
    deliver: (frames, epoch) =>
      group.send(
        new Batch(frames.map(({ frame, offset }) => new Message(frame, { position: { epoch, offset } }))),
      ),
    lost: () => group.close(CLOSE.historyLost, 'the history begins later; reconnect'),
  });
}
