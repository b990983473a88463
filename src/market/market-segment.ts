import { type Day, type Instrument, lastOnOrBefore } from './bars.ts';
import { indexLevels, type Member, type SessionTotals, sumSessions, total } from './session-totals.ts';
import type { SymbolHistory } from './symbol-history.ts';
import { type TrendSeries, trendSeries } from './trend.ts';

/** Every figure of a segment that is worth keeping between questions. */
export interface SegmentState {
  /** With bars, by symbol ascending. */
  readonly members: readonly Member[];
  readonly totals: SessionTotals;
  readonly levels: Float64Array;
  readonly trend: TrendSeries;
}

/**
 * The instruments of one asset class and their common calendar. A change only notes the first day it touches; the
 * next question recomputes the totals from there on, so a quote costs one session, and a burst of quotes no more.
 */
export class MarketSegment {
  private readonly instruments = new Map<string, Instrument>();
  private readonly histories = new Map<string, SymbolHistory>();
  private current: SegmentState | undefined;
  private staleFrom: Day = -Infinity;

  get size(): number {
    return this.instruments.size;
  }

  history(symbol: string): SymbolHistory | undefined {
    return this.histories.get(symbol);
  }

  setInstrument(instrument: Instrument): void {
    this.instruments.set(instrument.symbol, instrument);
    this.staleFrom = -Infinity;
  }

  /** `from`: first day on which it may differ from the history it replaces. */
  setHistory(symbol: string, history: SymbolHistory, from: Day = -Infinity): void {
    this.histories.set(symbol, history);
    this.staleFrom = Math.min(this.staleFrom, from);
  }

  remove(symbol: string): void {
    this.instruments.delete(symbol);
    this.histories.delete(symbol);
    this.staleFrom = -Infinity;
  }

  state(): SegmentState {
    if (this.current === undefined || this.staleFrom < Infinity) this.current = this.refreshed(this.current);
    this.staleFrom = Infinity;
    return this.current;
  }

  private refreshed(before?: SegmentState): SegmentState {
    const members = this.members();
    const known = before?.totals.sessions ?? new Int32Array(0);
    const kept = lastOnOrBefore(known, this.staleFrom - 1) + 1;
    const sessions = Int32Array.from([...known.subarray(0, kept), ...daysFrom(members, this.staleFrom)]);
    const totals = sumSessions(sessions, members, kept, before?.totals);
    const levels = indexLevels(totals);
    return { members, totals, levels, trend: trendSeries(levels, breadthOf(totals)) };
  }

  private members(): Member[] {
    return [...this.histories.keys()].sort().flatMap((symbol) => {
      const instrument = this.instruments.get(symbol);
      const history = this.histories.get(symbol);
      return instrument && history && history.bars.days.length > 0 ? [{ instrument, history }] : [];
    });
  }
}

/** Days from `first` on with a bar of any symbol, ascending. */
function daysFrom(members: readonly Member[], first: Day): number[] {
  const found = new Set<number>();
  for (const { history } of members) {
    const { days } = history.bars;
    for (let i = lastOnOrBefore(days, first - 1) + 1; i < days.length; i++) found.add(days[i]!);
  }
  return [...found].sort((a, b) => a - b);
}

function breadthOf(totals: SessionTotals) {
  const above50 = new Float64Array(totals.sessions.length);
  const advanceDecline = new Float64Array(totals.sessions.length).fill(Number.NaN);
  for (let session = 0; session < above50.length; session++) {
    above50[session] = (2 * total(totals, session, 'aboveSma50')) / total(totals, session, 'sma50') - 1;
    if (session >= 10) advanceDecline[session] = advanceDecline10(totals, session);
  }
  return { above50, advanceDecline };
}

/** (advances − declines) / (advances + declines), summed over ten sessions. */
function advanceDecline10(totals: SessionTotals, session: number): number {
  let advances = 0;
  let declines = 0;
  for (let i = session - 9; i <= session; i++) {
    advances += total(totals, i, 'advancers');
    declines += total(totals, i, 'decliners');
  }
  return (advances - declines) / (advances + declines);
}
