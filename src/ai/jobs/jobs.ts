import type { Database } from '#platform';
import { periodStart } from '../budget/period.ts';
import { builtInModels } from '../catalogue/catalogue.ts';
import { referenceModel } from '../catalogue/reference-model.ts';
import { createFeedbackStore } from '../quality/feedback-store.ts';
import { createQualityBook } from '../quality/quality-book.ts';
import { createHistoryStore } from '../record/history-store.ts';
import { performanceReport } from '../surface/performance-report.ts';
import { spendReport } from '../surface/spend-report.ts';
import { costText } from './cost-analysis.ts';
import { reviewModels, reviewText } from './model-review.ts';

export const AI_JOBS = ['model-review', 'cost-analysis'] as const;
export type AiJob = (typeof AI_JOBS)[number];

const DAY_MS = 86_400_000;
const REVIEW_DAYS = 7;
const COST_DAYS = 30;

/** Runs a job on what the database holds; returns its report, as figures and as text. */
export async function runAiJob(
  job: AiJob,
  database: Database,
  nowMs: number,
): Promise<{ report: object; text: string }> {
  const history = createHistoryStore(database);
  if (job === 'model-review') {
    const quality = await createQualityBook(createFeedbackStore(database));
    const hours = await history.hours(new Date(nowMs - REVIEW_DAYS * DAY_MS));
    const report = reviewModels(performanceReport(hours, quality), REVIEW_DAYS);
    return { report, text: reviewText(report) };
  }
  const start = periodStart('day', nowMs - (COST_DAYS - 1) * DAY_MS);
  const report = spendReport({
    rows: await history.spend(new Date(`${start}T00:00:00Z`)),
    start,
    end: periodStart('day', nowMs),
    referenceModel: referenceModel(builtInModels().models)?.id ?? null,
    simulated: false,
    timestamp: new Date(nowMs).toISOString(),
  });
  return { report, text: costText(report) };
}
