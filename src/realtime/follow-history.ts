import type { ChannelHistory, HistoryFrame, Position } from '#contracts/websocket';
import type { Logger } from '#platform';

const READ_FRAMES = 500;
/** A wake that was lost with its connection is made up for after this long. */
const LOOK_MS = 5_000;

export interface Follower extends Disposable {
  /** A client stands at this position: what comes after it is read again if it has been read already. */
  begin(position: Position): void;
  /** Reads what was added since the last time. */
  readonly wake: () => void;
}

/**
 * Reads an event channel's history as it grows and hands the frames on in order, some of them again for clients that
 * began earlier. `lost` is called where frames were dropped before they could be read.
 */
export function followHistory(deps: {
  readonly history: ChannelHistory;
  readonly logger: Logger;
  readonly isWatched: () => boolean;
  readonly deliver: (frames: readonly HistoryFrame[], epoch: string) => void;
  readonly lost: () => void;
}): Follower {
  const { history, logger, isWatched, deliver, lost } = deps;
  let at: Position | undefined;
  let state: 'idle' | 'reading' | 'again' = 'idle';

  async function read(): Promise<void> {
    for (let from = at; from !== undefined; from = at) {
      const frames = await history.after(from, READ_FRAMES);
      // Somebody began earlier meanwhile, or the last one left.
      if (at !== from) continue;
      if (frames === undefined) {
        at = undefined;
        return lost();
      }
      deliver(frames, from.epoch);
      at = { epoch: from.epoch, offset: frames.at(-1)?.offset ?? from.offset };
      if (frames.length < READ_FRAMES) return;
    }
  }

  async function run(): Promise<void> {
    state = 'reading';
    try {
      await read();
    } catch (error) {
      logger.warn({ err: error }, 'the history of a channel could not be read');
    }
    const isWanted = (state as string) === 'again';
    state = 'idle';
    if (isWanted) void run();
  }

  function wake(): void {
    if (!isWatched()) at = undefined;
    else if (state === 'idle') void run();
    else state = 'again';
  }

  const timer = setInterval(wake, LOOK_MS).unref();
  return {
    begin(position) {
      if (at === undefined || position.offset < at.offset) at = position;
      wake();
    },
    wake,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
