import {
  addTo,
  type BucketCounts,
  createBuckets,
  DomainError,
  histogramSamples,
  type MetricFamily,
  type MetricSample,
} from '#platform';
import type { Usage } from '../chat.ts';
import type { Outcome } from '../router.ts';

/** Counts what requests did since this process started, as cheaply as can be, for Prometheus to collect. */
export interface Tally {
  note(outcome: Outcome): void;
  families(): MetricFamily[];
}

const DURATION_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120];
const FIRST_TOKEN_SECONDS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20];

interface ModelTally {
  readonly outcomes: Map<string, number>;
  readonly duration: BucketCounts;
  readonly firstToken: BucketCounts;
  readonly tokens: Record<'input' | 'cached_input' | 'output' | 'reasoning', number>;
  costUsd: number;
}

interface AttemptCount {
  readonly provider: string;
  readonly outcome: string;
  readonly hedge: string;
  count: number;
}

/** Labels are names of the catalogue, of providers and of our own codes: a bounded number, whoever calls. */
export function createTally(): Tally {
  const models = new Map<string, ModelTally>();
  const attempts = new Map<string, AttemptCount>();
  const caches = new Map<Outcome['cache'], number>();
  const tallyOf = (model: string) => {
    const known = models.get(model);
    if (known !== undefined) return known;
    const fresh: ModelTally = {
      outcomes: new Map(),
      duration: createBuckets(DURATION_SECONDS),
      firstToken: createBuckets(FIRST_TOKEN_SECONDS),
      tokens: { input: 0, cached_input: 0, output: 0, reasoning: 0 },
      costUsd: 0,
    };
    models.set(model, fresh);
    return fresh;
  };

  return {
    note(outcome) {
      const tally = tallyOf(outcome.candidate?.model.id ?? 'none');
      increment(tally.outcomes, outcomeOf(outcome.error));
      increment(caches, outcome.cache);
      addTo(tally.duration, DURATION_SECONDS, outcome.latencyMs / 1_000);
      if (outcome.firstTokenMs !== null)
        addTo(tally.firstToken, FIRST_TOKEN_SECONDS, outcome.firstTokenMs / 1_000);
      for (const { candidate, hedge, result } of outcome.attempts) {
        if (result === null) continue;
        const { model } = candidate;
        const kind = result.outcome === 'success' ? 'success' : result.outcome.kind;
        const key = `${model.provider}|${kind}|${hedge}`;
        const seen = attempts.get(key);
        if (seen !== undefined) seen.count += 1;
        else attempts.set(key, { provider: model.provider, outcome: kind, hedge: String(hedge), count: 1 });
        // What an attempt used is billed to its own model, whoever answered in the end.
        const own = tallyOf(model.id);
        own.costUsd += result.costUsd;
        addTokens(own.tokens, result.usage);
      }
    },
    families: () => familiesOf(models, [...attempts.values()], caches),
  };
}

function familiesOf(
  models: ReadonlyMap<string, ModelTally>,
  attempts: readonly AttemptCount[],
  caches: ReadonlyMap<Outcome['cache'], number>,
): MetricFamily[] {
  const rows = [...models].map(([model, tally]) => ({ model, tally }));
  const each = (read: (row: (typeof rows)[number]) => MetricSample[]) => rows.flatMap(read);
  return [
    counter(
      'ai_requests_total',
      'Requests that ended, by the model that answered and how they ended',
      each(({ model, tally }) =>
        [...tally.outcomes].map(([outcome, value]) => ({ labels: { model, outcome }, value })),
      ),
    ),
    counter(
      'ai_upstream_attempts_total',
      'Calls to providers, by how they ended',
      attempts.map(({ count, ...labels }) => ({ labels, value: count })),
    ),
    counter(
      'ai_cache_results_total',
      'Requests by what the answer cache did for them',
      [...caches].map(([result, value]) => ({ labels: { result }, value })),
    ),
    counter(
      'ai_tokens_total',
      'Tokens billed; cached ones are also in input, reasoning also in output',
      each(({ model, tally }) =>
        Object.entries(tally.tokens).map(([kind, value]) => ({ labels: { model, kind }, value })),
      ),
    ),
    counter(
      'ai_cost_usd_total',
      'What providers bill, failed attempts and lost hedges included',
      each(({ model, tally }) => [{ labels: { model }, value: tally.costUsd }]),
    ),
    histogram('ai_request_duration_seconds', 'Time from request in to the whole answer', (name) =>
      each(({ model, tally }) => histogramSamples(name, { model }, DURATION_SECONDS, tally.duration)),
    ),
    histogram('ai_time_to_first_token_seconds', 'Time to the first token of streams', (name) =>
      each(({ model, tally }) => histogramSamples(name, { model }, FIRST_TOKEN_SECONDS, tally.firstToken)),
    ),
  ];
}

function counter(name: string, help: string, samples: MetricSample[]): MetricFamily {
  return { name, help, type: 'counter', samples };
}

function histogram(name: string, help: string, samples: (name: string) => MetricSample[]): MetricFamily {
  return { name, help, type: 'histogram', samples: samples(name) };
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function outcomeOf(error: unknown): string {
  if (error === null) return 'success';
  return error instanceof DomainError ? error.code : 'aborted';
}

function addTokens(tokens: ModelTally['tokens'], usage: Usage | null): void {
  if (usage === null) return;
  tokens.input += usage.inputTokens;
  tokens.cached_input += usage.cachedInputTokens;
  tokens.output += usage.outputTokens;
  tokens.reasoning += usage.reasoningTokens;
}
