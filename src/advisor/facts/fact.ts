export type Unit = 'usd' | 'percent' | 'number' | 'count' | 'date' | 'text';

/** −1 down or negative, 0 unmoved, 1 up or positive. */
export type Direction = -1 | 0 | 1;

/** One thing the engines found, with everything a sentence about it may claim. */
export interface Fact {
  readonly id: string;
  /** How prose names it, e.g. "200-day average"; also what `{{label:id}}` writes. */
  readonly label: string;
  /** Percentages in percent, money in USD. */
  readonly value: number | string;
  readonly unit: Unit;
  /** What a count counts, in the plural. */
  readonly counts: string | null;
  /** Decimals shown. */
  readonly precision: number;
  readonly asOf: string | null;
  /** The symbol or entity it is about; null where it is about the whole. */
  readonly subject: string | null;
  /** The definition or address behind it. */
  readonly source: string;
  /** Words that name it in prose, lower case, longest meaning first. */
  readonly terms: readonly string[];
  /** The span it covers: day, week, month, quarter, year. */
  readonly period: string | null;
  /** Which way it points: the sign of a change or a score, or the move from `before` to `after`. */
  readonly direction: Direction | null;
  /** A level that `subjectId` stands above (1) or below (−1). */
  readonly versus: { readonly subjectId: string; readonly side: Direction } | null;
  /** The level whose distance it is. */
  readonly gapTo: string | null;
  readonly rank: 'highest' | 'lowest' | null;
  /** Adjectives that are true of it, e.g. `overbought`. */
  readonly readings: readonly string[];
  readonly role: 'before' | 'after' | null;
  /** Which direction is an improvement. */
  readonly betterWhen: Direction | null;
}

/** What was to be told and cannot be known. */
export interface MissingFact {
  readonly id: string;
  readonly label: string;
  readonly reason: string;
}

export interface FactTable {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly missing: readonly MissingFact[];
  /** Names that prose may use: of each subject its symbol and what it is called. */
  readonly subjects: ReadonlyMap<string, readonly string[]>;
  /** Names that stand for something else: using one is a mistake. */
  readonly strangers: NameSet;
}

/** Symbols and names of everything the market knows. */
export interface NameSet {
  hasSymbol(symbol: string): boolean;
  /** Whether a word, written with a capital, is how somebody is called. */
  hasName(word: string): boolean;
}

type Optional = Omit<Fact, 'id' | 'label' | 'value' | 'unit' | 'source'>;
export type NewFact = Pick<Fact, 'id' | 'label' | 'unit' | 'source'> &
  Partial<Optional> & {
    /** Anything that is no finite number becomes a missing fact. */
    readonly value: number | string | null | undefined;
    /** Why it is missing, where it is. */
    readonly reason?: string;
  };

const PLAIN: Optional = {
  counts: null,
  precision: 2,
  asOf: null,
  subject: null,
  terms: [],
  period: null,
  direction: null,
  versus: null,
  gapTo: null,
  rank: null,
  readings: [],
  role: null,
  betterWhen: null,
};

/** Gathers facts in order; what has no value is kept as missing, with the reason. */
export function gatherFacts(
  given: readonly NewFact[],
  about: Pick<FactTable, 'subjects' | 'strangers'>,
  missing: readonly MissingFact[] = [],
): FactTable {
  const facts = new Map<string, Fact>();
  const absent: MissingFact[] = [];
  for (const { reason = 'There is too little history.', value, ...fact } of given) {
    const known = typeof value === 'string' ? value !== '' : Number.isFinite(value);
    if (known) facts.set(fact.id, { ...PLAIN, ...fact, value: value as number | string });
    else absent.push({ id: fact.id, label: fact.label, reason });
  }
  return { facts, missing: [...absent, ...missing], ...about };
}

/** The direction of a number as it is shown: what rounds to zero has not moved. */
export function directionOf(value: number, precision = 2): Direction {
  const shown = Math.round(value * 10 ** precision);
  return shown > 0 ? 1 : shown < 0 ? -1 : 0;
}
