import type { MarketMeta } from '#contracts/market';
import type { Clock } from '#platform';
import { type Day, dateOf, type Instrument } from './bars.ts';
import { DEFINITIONS } from './definitions.ts';
import type { LiveUniverse } from './live-universe.ts';
import { lastCompletedWeekday, weekdayOnOrBefore } from './session-date.ts';
import type { Universe } from './universe-types.ts';

/** What an answer is about: the session it shows, the day it was asked for, and how much of the market is in it. */
export interface Scope {
  readonly session: Day | undefined;
  readonly asOf: Day | undefined;
  readonly coverage: MarketMeta['coverage'];
  /** Of the symbols with a bar, those that only stand at their last close. */
  readonly waiting?: number;
}

export function marketMeta(live: LiveUniverse, universe: Universe, clock: Clock, scope: Scope): MarketMeta {
  const { session, coverage, waiting = 0 } = scope;
  const { instruments } = universe;
  return {
    as_of: session === undefined ? null : dateOf(session),
    stale: session !== undefined && isStale(universe, scope, clock.now()),
    source: live.sources(),
    simulated: instruments.some(({ simulated }) => simulated),
    coverage: { ...coverage, with_bar: coverage.with_bar - waiting },
    definitions: { ...DEFINITIONS },
    notes: [...openNotes(waiting), ...shareNotes(instruments, coverage), ...memoryNotes(live)],
  };
}

/** Later sessions must have closed since, and none of them is here. */
function isStale(universe: Universe, { session, asOf }: Scope, nowMs: number): boolean {
  const latest = universe.session();
  if (session === undefined || (latest !== undefined && latest > session)) return false;
  const due = lastCompletedWeekday(nowMs);
  return session < (asOf === undefined ? due : Math.min(due, weekdayOnOrBefore(asOf)));
}

/** Equities that have not traded in an open session. */
export function waitingIn(live: LiveUniverse, { instruments }: Universe, session: Day): number {
  return instruments.filter((it) => it.assetClass === 'equity' && live.isCarried(it.symbol, session)).length;
}

function openNotes(waiting: number): string[] {
  if (waiting === 0) return [];
  return [
    `The session is under way: ${waiting} symbols have not traded in it and stand at their last close.`,
  ];
}

function shareNotes(instruments: readonly Instrument[], coverage: MarketMeta['coverage']): string[] {
  const days = new Set(instruments.map(({ sharesAsOf }) => sharesAsOf).filter((day) => day !== null));
  const dated = [...days].sort((a, b) => a - b).map(dateOf);
  const notes: string[] = [];
  if (dated[0] !== undefined)
    notes.push(
      `Share counts are of ${dated.length === 1 ? dated[0] : `${dated[0]} to ${dated.at(-1)}`}, carried over splits; buy-backs and issues since are not in them.`,
    );
  const without = coverage.with_bar - coverage.with_market_cap;
  if (without > 0)
    notes.push(
      `${without} of ${coverage.with_bar} symbols have no share count: they are in no cap-weighted figure.`,
    );
  return notes;
}

function memoryNotes(live: LiveUniverse): string[] {
  const firstDay = live.firstDay();
  return firstDay === undefined
    ? []
    : [`Bars before ${dateOf(firstDay)} are stored but not in these answers.`];
}
