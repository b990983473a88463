import type { Principal } from '#contracts/access';
import type { EventChannel, Position } from '#contracts/websocket';
import { Message } from './message.ts';

/** A client that missed more than this gets a snapshot, which is smaller. */
const MAX_RESUMED_FRAMES = 1_000;

export interface Opening {
  readonly messages: Message[];
  /** Where the client stands once it has these. */
  readonly position: Position;
  /** Whether it got all it missed; undefined where it is new. */
  readonly recovered: boolean | undefined;
}

/** What a client of an event channel gets first: all it missed since `known`, or a snapshot; never a part. */
export async function openingOf(
  channel: EventChannel,
  principal: Principal,
  known: Position | undefined,
  timestamp: string,
): Promise<Opening> {
  const { history } = channel;
  const missed = known === undefined ? undefined : await history.after(known, MAX_RESUMED_FRAMES + 1);
  if (known !== undefined && missed !== undefined && missed.length <= MAX_RESUMED_FRAMES) {
    const { epoch } = known;
    const resumed = { type: 'resumed', timestamp, recovered: true };
    return {
      messages: [
        new Message(resumed, { position: known }),
        ...missed.map(({ frame, offset }) => new Message(frame, { position: { epoch, offset } })),
      ],
      position: { epoch, offset: missed.at(-1)?.offset ?? known.offset },
      recovered: true,
    };
  }
  // Read before the snapshot: what is added meanwhile is sent once more rather than missed.
  const position = await history.position();
  const frames = await channel.snapshot(principal);
  if (known !== undefined) frames.unshift({ type: 'resumed', timestamp, recovered: false });
  // The last one alone says where the client stands: a line that breaks before it has not brought the snapshot.
  const last = frames.length - 1;
  const messages = frames.map((frame, index) => new Message(frame, index === last ? { position } : {}));
  return { messages, position, recovered: known === undefined ? undefined : false };
}
