import type { MarketAnalysisAnswer, MarketAnalysisQuery } from '#contracts/advisor';
import { dateOf, dayOf, lastCompletedWeekday, noMarketData, type Universe } from '#market';
import { DomainError } from '#platform';
import type { AdvisorDeps, Job } from './advisor-deps.ts';
import { agreementPart, confidenceOf, coveragePart, freshnessPart } from './confidence.ts';
import { type AnalysisType, type MarketFacts, marketFacts } from './facts/market-facts.ts';
import { type MarketSubject, marketSubject } from './facts/market-subject.ts';
import { toWritten } from './wire.ts';
import { marketText } from './writing/market-text.ts';
import { write } from './writing/write.ts';

/** Types whose statement is a direction, so that signals can agree with it or not. */
const DIRECTIONAL: ReadonlySet<AnalysisType> = new Set(['technical', 'trend', 'comprehensive']);

/** Analyses one symbol. Throws `invalid-fields`, `unknown-symbol` and `no-market-data`. */
export async function analyseMarket(
  request: MarketAnalysisQuery,
  deps: AdvisorDeps,
  job: Job,
): Promise<MarketAnalysisAnswer> {
  const { timeframe = '1d', analysis_type: type = 'technical', as_of: asOf } = request;
  if (request.symbol === undefined)
    throw new DomainError('invalid-fields', '/symbol is required, in the query string or the body.', {
      errors: [{ pointer: '/symbol', message: 'is required' }],
    });
  job.onProgress({ step: 'computing', message: 'Computing the facts' });
  const universe = await deps.market.universe();
  const nowMs = deps.clock.now();
  const subject = subjectOf(universe, request.symbol.toUpperCase(), timeframe, asOf, nowMs);
  const found = marketFacts(subject, type);
  const { symbol } = subject;
  const text = await write(
    {
      requestType: type === 'risk' ? 'risk_assessment' : 'market_analysis',
      task: `Write a ${type} analysis of ${symbol} as of ${subject.asOf} from the facts: what they show, what speaks for and against it, and what would change it.`,
      table: found.table,
      template: marketText(found.table, symbol, type),
    },
    job.call,
    { writer: deps.ai, onStep: job.onStep },
  );
  const behind = weekdaysBehind(subject, nowMs, asOf);
  const confidence = confidenceOf([
    coveragePart(found.table.facts.size, found.table.missing.length, 'facts of this analysis are known'),
    freshnessPart(behind),
    agreementPart(DIRECTIONAL.has(type) ? found.signs : [], 'signals that point a way'),
  ]);
  return {
    symbol,
    name: subject.name,
    timeframe,
    analysis_type: type,
    analysis: text.whole,
    confidence: confidence.score,
    as_of: subject.asOf,
    timestamp: new Date(nowMs).toISOString(),
    ...toWritten(
      text,
      found.table,
      confidence,
      isSimulated(universe, symbol),
      notesOf(subject, found, behind),
    ),
  };
}

function subjectOf(
  universe: Universe,
  symbol: string,
  timeframe: '1d' | '1w' | '1m',
  asOf: string | undefined,
  nowMs: number,
): MarketSubject {
  const day = asOf === undefined ? undefined : dayOf(asOf);
  const outcome = universe.bars(symbol, 'splits', day);
  if (outcome.kind === 'no-market-data') throw noMarketData(universe, outcome, symbol);
  const subject = marketSubject(universe, symbol, timeframe, {
    asOfDay: day,
    completedDay: lastCompletedWeekday(nowMs),
  });
  if (subject !== undefined) return subject;
  throw new DomainError(
    'no-market-data',
    `No bar of ${symbol} has a price above 0, so nothing can be said of it.`,
  );
}

/** Weekdays between the last bar and the last one that could be there. */
function weekdaysBehind({ asOf }: MarketSubject, nowMs: number, wanted: string | undefined): number {
  const due = Math.min(
    lastCompletedWeekday(nowMs),
    wanted === undefined ? Number.POSITIVE_INFINITY : dayOf(wanted),
  );
  let count = 0;
  for (let day = dayOf(asOf) + 1; day <= due && count < 1_000; day++) if (!isWeekend(day)) count += 1;
  return count;
}

/** Day 0 was a Thursday. */
const isWeekend = (day: number) => [2, 3].includes(((day % 7) + 7) % 7);

export function isSimulated(universe: Universe, symbol: string): boolean {
  return universe.instrument(symbol)?.simulated === true;
}

const SILENT_WEEKDAYS = 10;

function notesOf(
  { universe, symbol, asOf, daily, asOfDay }: MarketSubject,
  { table }: MarketFacts,
  behind: number,
): string[] {
  const session = universe.session(asOfDay);
  const silent = session !== undefined && session - (daily.days.at(-1) ?? 0) > SILENT_WEEKDAYS;
  return [
    ...(silent
      ? [
          `${symbol} has not traded since ${asOf} while the market went on to ${dateOf(session)}: it may be delisted.`,
        ]
      : []),
    ...(behind > 1 && !silent ? [`The data end ${behind} weekdays before the last completed one.`] : []),
    ...(table.missing.length === 0
      ? []
      : [`${table.missing.length} figures of this analysis cannot be known; see missing.`]),
    'Facts describe the past. Nothing here is a forecast or advice.',
  ];
}
