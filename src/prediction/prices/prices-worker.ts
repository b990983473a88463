import { parentPort } from 'node:worker_threads';
import { answerJobs } from '#platform';
import { forecastPrice } from './forecast-price.ts';
import type { PriceHistory } from './price-history.ts';
import { rehearse } from './rehearsal.ts';

/** A piece of work for the thread. Horizons are in sessions. */
export type Job =
  | { readonly kind: 'forecast'; readonly history: PriceHistory; readonly horizon: number }
  | {
      readonly kind: 'rehearse';
      readonly history: PriceHistory;
      readonly horizon: number;
      readonly count: number;
    };

answerJobs(parentPort, (job: Job) =>
  job.kind === 'forecast'
    ? forecastPrice(job.history, job.horizon)
    : rehearse(job.history, job.horizon, job.count),
);
