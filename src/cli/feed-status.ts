import type { FeedProgress } from '#market';
import type { Terminal } from './terminal.ts';

const CLEAR_LINE = '\r\x1b[2K';
const REDRAW_MS = 200;

/** One line on stderr that says how a feed is doing; trouble is a line of its own. Where stderr is no terminal only trouble is told. */
export interface FeedStatus extends Disposable {
  show(progress: FeedProgress): void;
  clear(): void;
}

export function feedStatus(name: string, terminal: Terminal = process.stderr): FeedStatus {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let told: string | undefined;
  const clear = () => void (terminal.isTTY && terminal.write(CLEAR_LINE));
  return {
    show({ quotes, last, trouble }) {
      if (trouble !== undefined && trouble !== told) {
        clear();
        terminal.write(`${name}: ${trouble} Connecting again.\n`);
      }
      told = trouble;
      const now = performance.now();
      if (!terminal.isTTY || last === undefined || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      const newest = `${last.timestamp.slice(11, 19)} ${last.symbol} ${last.price}`;
      terminal.write(`${CLEAR_LINE}${name}: ${quotes.toLocaleString('en-US')} quotes, ${newest}`);
    },
    clear,
    [Symbol.dispose]: clear,
  };
}
