import type { RequestType } from '#contracts/ai';
import type { Model } from '../catalogue/model.ts';
import type { FeedbackStore, FeedbackTotals } from './feedback-store.ts';

/** What is believed of each model's answers per task: the catalogue's prior, moved by the ratings given here. */
export interface QualityBook {
  quality(model: Model, type: RequestType): number;
  /** Ratings given to a model over all tasks. */
  feedback(model: string): { count: number; meanRating: number | null };
  refresh(): Promise<void>;
}

/** How many ratings the prior is worth: a handful of opinions must not turn the ranking over. */
const PRIOR_WEIGHT = 20;

export async function createQualityBook(store: FeedbackStore): Promise<QualityBook> {
  let totals = new Map<string, FeedbackTotals>();
  const book: QualityBook = {
    quality(model, type) {
      const prior = model.prior.taskQuality[type] ?? model.prior.quality;
      const seen = totals.get(`${model.id}|${type}`);
      if (seen === undefined) return prior;
      return (PRIOR_WEIGHT * prior + seen.rating_sum) / (PRIOR_WEIGHT + seen.count);
    },
    feedback(model) {
      const rows = [...totals.values()].filter((row) => row.model === model);
      const count = rows.reduce((sum, row) => sum + row.count, 0);
      const ratings = rows.reduce((sum, row) => sum + row.rating_sum, 0);
      return { count, meanRating: count === 0 ? null : ratings / count };
    },
    async refresh() {
      totals = new Map((await store.totals()).map((row) => [`${row.model}|${row.request_type}`, row]));
    },
  };
  await book.refresh();
  return book;
}
