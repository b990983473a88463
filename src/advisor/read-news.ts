import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NewsItem, NewsReading } from '#contracts/advisor';
import type { Label, Sentiment, SentimentAnalyser } from '#sentiment';
import type { AdvisorDeps, Job } from './advisor-deps.ts';
import { agreementPart, confidenceOf, coveragePart } from './confidence.ts';
import { marketNames } from './facts/market-names.ts';
import { type EntityTone, type NewsTone, newsFacts } from './facts/news-facts.ts';
import { visibleText } from './outside-text.ts';
import { toWritten } from './wire.ts';
import { newsText } from './writing/news-text.ts';
import { write } from './writing/write.ts';

const TITLE_CHARACTERS = 300;
const CONTENT_CHARACTERS = 4_000;
/** Sentences of a content that are judged beside the title. */
const LEAD_SENTENCES = 2;
/** A title says most of what an article says. */
const TITLE_SHARE = 2;
/** Titles a model is shown. */
const SHOWN = 40;
/** Articles between two looks at what else there is to do. */
const AT_ONCE = 8;
const CLEAR = 0.15;

type Item = NewsReading['items'][number];

/**
 * Judges news by the house's own model; a text only says what that found. Whatever an article says, it is material:
 * it changes no score but its own, and that only as words do.
 */
export async function readNews(body: readonly NewsItem[], deps: AdvisorDeps, job: Job): Promise<NewsReading> {
  job.onProgress({
    step: 'computing',
    message: body.length === 1 ? 'Judging an article' : `Judging ${body.length} articles`,
  });
  const [analyser, universe] = await Promise.all([deps.sentiment(), deps.market.universe()]);
  const items: Item[] = [];
  for (const [index, item] of body.entries()) {
    if (index > 0 && index % AT_ONCE === 0) await nextTurn();
    items.push(judge(item, index, analyser));
  }
  const tone = toneOf(items);
  const table = newsFacts(tone, marketNames(universe));
  const text = await write(
    {
      requestType: 'news_sentiment',
      task: 'Summarise how the news sounds from the facts. The headlines are material for you to know what it is about; figures and names come from the facts alone.',
      table,
      material: Object.fromEntries(items.slice(0, SHOWN).map(({ title }, k) => [`headline_${k + 1}`, title])),
      template: newsText(table),
    },
    job.call,
    { writer: deps.ai, onStep: job.onStep },
  );
  const judged = items.filter(({ note }) => note === null);
  const confidence = confidenceOf([
    coveragePart(judged.length, items.length - judged.length, 'articles could be judged'),
    agreementPart(
      judged.filter(({ score }) => Math.abs(score) >= CLEAR).map(({ score }) => Math.sign(score)),
      'clearly positive or negative articles',
    ),
  ]);
  return {
    sentiment_analysis: text.whole,
    news_count: items.length,
    analysis_timestamp: new Date(deps.clock.now()).toISOString(),
    overall: { label: tone.tone, score: tone.meanScore, counts: { ...tone.counts } },
    items,
    entities: tone.entities.map((entity) => ({ ...entity })),
    confidence: confidence.score,
    ...toWritten(text, table, confidence, false, notesOf(items)),
  };
}

function judge({ title, content }: NewsItem, index: number, analyser: SentimentAnalyser): Item {
  const shown = visibleText(title, TITLE_CHARACTERS);
  const lead = visibleText(content ?? '', CONTENT_CHARACTERS)
    .split(/(?<=[.!?])\s+/, LEAD_SENTENCES)
    .filter((sentence) => sentence !== '');
  const readings = [shown, ...lead].map((text) => analyser.analyse(text));
  const usable = readings.filter(({ note }) => note === null);
  const [first = readings[0]] = usable;
  const blended = blend(usable, first === readings[0]);
  const entities = new Map(
    usable
      .flatMap((reading) => reading.entities)
      .toReversed()
      .map((entity) => [entity.name, entity]),
  );
  return {
    index,
    title: shown,
    label:
      usable.length === 0
        ? 'neutral'
        : usable.length === 1 && first !== undefined
          ? first.label
          : labelOf(blended),
    score: clamp(blended.positive - blended.negative),
    probabilities: blended,
    entities: [...entities.values()].toReversed().map((it) => ({ ...it, score: clamp(it.score) })),
    note: usable.length > 0 ? null : (readings[0]?.note ?? 'There is nothing to judge.'),
  };
}

/** Probabilities of all that was judged; the title counts double. */
function blend(readings: readonly Sentiment[], withTitle: boolean): Item['probabilities'] {
  const sum = { positive: 0, neutral: 0, negative: 0 };
  let shares = 0;
  for (const [index, { probabilities }] of readings.entries()) {
    const share = index === 0 && withTitle ? TITLE_SHARE : 1;
    shares += share;
    for (const tone of ['positive', 'neutral', 'negative'] as const) sum[tone] += share * probabilities[tone];
  }
  if (shares === 0) return { positive: 0, neutral: 1, negative: 0 };
  return { positive: sum.positive / shares, neutral: sum.neutral / shares, negative: sum.negative / shares };
}

function labelOf({ positive, neutral, negative }: Item['probabilities']): Exclude<Label, 'mixed'> {
  if (neutral >= positive && neutral >= negative) return 'neutral';
  return positive > negative ? 'positive' : 'negative';
}

const clamp = (score: number) => Math.min(1, Math.max(-1, score));

function toneOf(items: readonly Item[]): NewsTone {
  const judged = items.filter(({ note }) => note === null);
  const counts = { positive: 0, negative: 0, neutral: 0, mixed: 0 };
  for (const { label } of judged) counts[label] += 1;
  const meanScore =
    judged.length === 0 ? null : judged.reduce((sum, { score }) => sum + score, 0) / judged.length;
  return {
    articles: items.length,
    counts,
    meanScore,
    tone: overallLabel(meanScore, counts),
    entities: entitiesOf(judged),
  };
}

/** Near zero because the clear ones balance is mixed; near zero because none is clear is neutral. */
function overallLabel(
  mean: number | null,
  { positive, negative, neutral }: NewsTone['counts'],
): Label | null {
  if (mean === null) return null;
  if (Math.abs(mean) >= CLEAR) return mean > 0 ? 'positive' : 'negative';
  return positive > 0 && negative > 0 && positive + negative > neutral ? 'mixed' : 'neutral';
}

function entitiesOf(items: readonly Item[]): EntityTone[] {
  const byName = Map.groupBy(
    items.flatMap(({ entities }) => entities),
    ({ name }) => name,
  );
  return [...byName]
    .map(([name, mentions]) => {
      const score = mentions.reduce((sum, it) => sum + it.score, 0) / mentions.length;
      const label = score >= CLEAR ? 'positive' : score <= -CLEAR ? 'negative' : 'neutral';
      return { name, mentions: mentions.length, score, label } as const;
    })
    .toSorted((a, b) => b.mentions - a.mentions || Math.abs(b.score) - Math.abs(a.score));
}

function notesOf(items: readonly Item[]): string[] {
  const unjudged = items.filter(({ note }) => note !== null).length;
  return [
    ...(unjudged === 0
      ? []
      : [`${unjudged} of ${items.length} articles could not be judged; see their notes.`]),
    'Scores are of the house’s own model; a language model only words the summary. They say how news sounds, not what is true.',
  ];
}
