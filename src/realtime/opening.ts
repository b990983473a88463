import type { Principal } from '#contracts/access';
import type { EventChannel, Frame, Position } from '#contracts/websocket';

/** A client that missed more than this gets a snapshot, which is smaller. */
const MAX_RESUMED_FRAMES = 1_000;

export interface Opening {
  readonly frames: Frame[];
  /** Where the client stands once it has these frames. */
  readonly position: Position;
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
    const position = { epoch, offset: missed.at(-1)?.offset ?? known.offset };
    return {
      frames: [
        { type: 'resumed', timestamp, recovered: true, ...position },
        ...missed.map(({ frame, offset }) => ({ ...frame, epoch, offset })),
      ],
      position,
    };
  }
  // Read before the snapshot: what is added meanwhile is sent once more rather than missed.
  const position = await history.position();
  const snapshot = await channel.snapshot(principal);
  const frames: Frame[] = snapshot.map((frame) => ({ ...frame, ...position }));
  if (known !== undefined) frames.unshift({ type: 'resumed', timestamp, recovered: false, ...position });
  return { frames, position };
}
