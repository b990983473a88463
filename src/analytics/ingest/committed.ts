import type { Bus } from '#platform';
import type { Identified, MetricRow } from './rows.ts';

/** Commits of one moment are told together: the first at once, the rest at most every 40 ms. */
const GAP_MS = 40;

export interface CommittedNotices extends Disposable {
  readonly events: (rows: readonly Identified[]) => void;
  readonly metrics: (rows: readonly MetricRow[]) => void;
}

/** Tells the bus what was committed, however many commits there are a second. */
export function committedNotices(bus: Bus): CommittedNotices {
  const events = gathered((count, days: string[]) =>
    bus.publish('analytics.events.committed', { count, days }),
  );
  const metrics = gathered((count, names: string[]) =>
    bus.publish('analytics.metrics.committed', { count, names }),
  );
  return {
    events: (rows) => events.add(rows.length, new Set(rows.map(({ at }) => dayOf(at)))),
    metrics: (rows) => metrics.add(rows.length, new Set(rows.map(({ name }) => name))),
    [Symbol.dispose]() {
      events.stop();
      metrics.stop();
    },
  };
}

/** A notice to other processes must stay below 8,000 bytes. */
const NOTICE_BYTES = 7_000;

function inNotices(things: readonly string[]): string[][] {
  const notices: string[][] = [[]];
  let bytes = 0;
  for (const thing of things) {
    const more = Buffer.byteLength(JSON.stringify(thing)) + 1;
    if (bytes + more > NOTICE_BYTES) {
      notices.push([]);
      bytes = 0;
    }
    notices.at(-1)?.push(thing);
    bytes += more;
  }
  return notices;
}

let lastDay = '';
let lastDayStart = Number.NaN;

// Most rows are of one day, and formatting a date costs more than everything else here.
function dayOf(at: number): string {
  const start = at - (at % 86_400_000);
  if (start !== lastDayStart) {
    lastDayStart = start;
    lastDay = new Date(start).toISOString().slice(0, 10);
  }
  return lastDay;
}

function gathered(tell: (count: number, things: string[]) => void): {
  add(count: number, things: ReadonlySet<string>): void;
  stop(): void;
} {
  let count = 0;
  let things = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    if (count === 0) return;
    const told = { count, notices: inNotices([...things]) };
    count = 0;
    things = new Set();
    timer = setTimeout(flush, GAP_MS).unref();
    for (const [place, some] of told.notices.entries()) tell(place === 0 ? told.count : 0, some);
  };
  return {
    add(more, names) {
      count += more;
      for (const name of names) things.add(name);
      if (timer === undefined) flush();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      flush();
      clearTimeout(timer);
    },
  };
}
