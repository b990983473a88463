import { changePercent } from './adjustment.ts';
import { type Instrument, lastOnOrBefore } from './bars.ts';
import { SIGNALS, type Signal } from './signals.ts';
import { baseShares, type SymbolHistory } from './symbol-history.ts';

/** Sums over the symbols of one session; "members" have a bar in this session and in the one before. */
const SUMS = [
  'bars',
  'volume',
  'marketCap',
  'marketCapMembers',
  'members',
  'advancers',
  'decliners',
  'upVolume',
  'downVolume',
  'change',
  'weight',
  'weightedChange',
] as const;

const COLUMNS = [...SUMS, ...SIGNALS];
const WIDTH = COLUMNS.length;
const PLACE = Object.fromEntries(COLUMNS.map((name, place) => [name, place])) as Record<TotalName, number>;

export type TotalName = (typeof SUMS)[number] | Signal;

/** One row of totals per session, in one matrix. */
export interface SessionTotals {
  readonly sessions: Int32Array;
  readonly rows: Float64Array;
}

export interface Member {
  readonly instrument: Instrument;
  readonly history: SymbolHistory;
}

export function total(totals: SessionTotals, session: number, name: TotalName): number {
  return totals.rows[session * WIDTH + PLACE[name]]!;
}

/** Sums up the sessions from index `from` on; rows before it are taken from `before`. */
export function sumSessions(
  sessions: Int32Array,
  members: readonly Member[],
  from: number,
  before?: SessionTotals,
): SessionTotals {
  const rows = new Float64Array(sessions.length * WIDTH);
  if (before !== undefined) rows.set(before.rows.subarray(0, from * WIDTH));
  const totals = { sessions, rows };
  for (const member of members) addSymbol(totals, member, from);
  return totals;
}

function addSymbol({ sessions, rows }: SessionTotals, { instrument, history }: Member, from: number): void {
  const { bars, factors, flags } = history;
  const { days, close, volume } = bars;
  const shares = baseShares(history, instrument);
  const firstDay = sessions[from];
  if (firstDay === undefined) return;
  let session = from;
  for (let i = lastOnOrBefore(days, firstDay - 1) + 1; i < days.length; i++) {
    while (sessions[session]! < days[i]!) session++;
    const row = session * WIDTH;
    add(rows, row + PLACE.bars, 1);
    add(rows, row + PLACE.volume, volume[i]!);
    if (!Number.isNaN(shares)) {
      add(rows, row + PLACE.marketCap, close[i]! * shares * factors[i]!);
      add(rows, row + PLACE.marketCapMembers, 1);
    }
    addFlags(rows, row + SUMS.length, flags[i]!);
    if (session === 0 || days[i - 1] !== sessions[session - 1]) continue;
    addChange(rows, row, changePercent(bars, i), volume[i]!);
    const weight = close[i - 1]! * shares * factors[i - 1]!;
    if (Number.isNaN(weight)) continue;
    add(rows, row + PLACE.weight, weight);
    add(rows, row + PLACE.weightedChange, weight * changePercent(bars, i));
  }
}

function addChange(rows: Float64Array, row: number, change: number, volume: number): void {
  add(rows, row + PLACE.members, 1);
  add(rows, row + PLACE.change, change);
  if (change > 0) {
    add(rows, row + PLACE.advancers, 1);
    add(rows, row + PLACE.upVolume, volume);
  } else if (change < 0) {
    add(rows, row + PLACE.decliners, 1);
    add(rows, row + PLACE.downVolume, volume);
  }
}

/** Counts each flag that is set into the column of its signal. */
function addFlags(rows: Float64Array, column: number, flags: number): void {
  for (let rest = flags; rest !== 0; rest &= rest - 1) {
    add(rows, column + 31 - Math.clz32(rest & -rest), 1);
  }
}

function add(rows: Float64Array, place: number, amount: number): void {
  rows[place] = rows[place]! + amount;
}

/** Change of the cap-weighted index in a session, percent, weighted by the caps of the session before; NaN if none. */
export function indexChange(totals: SessionTotals, session: number): number {
  return total(totals, session, 'weightedChange') / total(totals, session, 'weight');
}

/** Levels of the cap-weighted index: 100 in the session before the first known change, NaN before that. */
export function indexLevels(totals: SessionTotals): Float64Array {
  const levels = new Float64Array(totals.sessions.length).fill(Number.NaN);
  for (let session = 1; session < levels.length; session++) {
    const change = indexChange(totals, session);
    const before = levels[session - 1]!;
    if (Number.isNaN(change)) levels[session] = before;
    else if (Number.isNaN(before)) levels[session - 1] = 100;
    if (!Number.isNaN(change)) levels[session] = levels[session - 1]! * (1 + change / 100);
  }
  return levels;
}

/** Sample standard deviation of the index's last `window` changes up to a session, annualised (√252), percent. */
export function realisedVolatility(totals: SessionTotals, session: number, window: number): number | null {
  if (session < window) return null;
  let sum = 0;
  for (let i = session - window + 1; i <= session; i++) sum += indexChange(totals, i);
  const mean = sum / window;
  let squares = 0;
  for (let i = session - window + 1; i <= session; i++) squares += (indexChange(totals, i) - mean) ** 2;
  const volatility = Math.sqrt((squares / (window - 1)) * 252);
  return Number.isNaN(volatility) ? null : volatility;
}
