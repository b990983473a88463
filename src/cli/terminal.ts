/** A bar on stderr for work that takes a while. Where stderr is no terminal it stays silent. */
export interface ProgressBar extends Disposable {
  /** `done` out of the total, and a word about it. */
  update(done: number, note?: string): void;
}

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
const CLEAR_LINE = '\r\x1b[2K';

export type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

export function progressBar(label: string, total: number, terminal: Terminal = process.stderr): ProgressBar {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update(done, note = '') {
      const now = performance.now();
      if (!terminal.isTTY || (now - drawnAt < REDRAW_MS && done < total)) return;
      drawnAt = now;
      const line = `${label} ${bar(done, total)} ${note}`;
      terminal.write(CLEAR_LINE + line.slice(0, (terminal.columns ?? 80) - 1));
    },
    [Symbol.dispose]() {
      if (terminal.isTTY && drawnAt > 0) terminal.write(CLEAR_LINE);
    },
  };
}

function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(done / total, 1) : 0;
  const filled = Math.round(share * BAR_WIDTH);
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}${percent}`;
}
