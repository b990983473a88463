import type { Config } from '#contracts/config';
import type { Clock, Database, Job } from '#platform';
import { periodStart } from '../budget/period.ts';
import { usedModels } from '../catalogue/own-catalogue.ts';
import { referenceModel } from '../catalogue/reference-model.ts';
import { createFeedbackStore } from '../quality/feedback-store.ts';
import { createQualityBook } from '../quality/quality-book.ts';
import { createHistoryStore } from '../record/history-store.ts';
import { performanceReport } from '../surface/performance-report.ts';
import { spendReport } from '../surface/spend-report.ts';
import { costText } from './cost-analysis.ts';
import { reviewModels, reviewText } from './model-review.ts';
import { createRetentionStore } from './retention-store.ts';

export interface AiJobDeps {
  readonly config: Pick<Config, 'dataDir'>;
  readonly database: Database;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
const REVIEW_DAYS = 7;
const COST_DAYS = 30;
/** Raw rows, as everywhere in the house. */
const RAW_DAYS = 90;
/** A year of statistics and a month to look back from its end. */
const ROLLUP_DAYS = 400;
const MONDAY = 1;

/** The gateway's recurring work; it needs the database alone, not a running gateway. */
export function createAiJobs(deps: AiJobDeps): Job[] {
  return [reviewJob(deps), costJob(deps), upkeepJob(deps)];
}

function reviewJob({ database, clock }: AiJobDeps): Job {
  return {
    name: 'model-review',
    summary: 'What each model did in the last week, and which ones need somebody',
    schedule: { every: 'week', weekday: MONDAY, hour: 6 },
    async run() {
      const quality = await createQualityBook(createFeedbackStore(database));
      const since = new Date(clock.now() - REVIEW_DAYS * DAY_MS);
      const hours = await createHistoryStore(database).hours(since);
      const report = reviewModels(performanceReport(hours, quality), REVIEW_DAYS);
      return { report, text: reviewText(report) };
    },
  };
}

function costJob({ database, clock, config }: AiJobDeps): Job {
  return {
    name: 'cost-analysis',
    summary: 'Where the money of the last 30 days went, and what routing saved',
    schedule: { every: 'month', day: 1, hour: 6 },
    async run() {
      const nowMs = clock.now();
      const start = periodStart('day', nowMs - (COST_DAYS - 1) * DAY_MS);
      const report = spendReport({
        rows: await createHistoryStore(database).spend(new Date(`${start}T00:00:00Z`)),
        start,
        end: periodStart('day', nowMs),
        referenceModel: referenceModel(usedModels(config.dataDir).models)?.id ?? null,
        simulated: false,
        timestamp: new Date(nowMs).toISOString(),
      });
      return { report, text: costText(report) };
    },
  };
}

function upkeepJob({ database, clock }: AiJobDeps): Job {
  return {
    name: 'ai-upkeep',
    summary: 'Drop AI requests and traces past 90 days, and statistics past 400',
    schedule: { every: 'day', hour: 3 },
    atFirst: true,
    async run() {
      const before = (days: number) => new Date(clock.now() - days * DAY_MS);
      const store = createRetentionStore(database);
      const report = await store.cleanUp({ raw: before(RAW_DAYS), rollups: before(ROLLUP_DAYS) });
      const text = Object.entries(report).map(([name, count]) => `${name}: ${count} past their retention`);
      return { report, text: text.join('\n') };
    },
  };
}
