import { parentPort } from 'node:worker_threads';
import { answerJobs } from '#platform';
import { type Columns, rankPoints } from './rank-points.ts';

export interface Job {
  readonly series: readonly Columns[];
  readonly share: number;
  readonly mostDescribed: number;
}

answerJobs(parentPort, ({ series, share, mostDescribed }: Job) => rankPoints(series, share, mostDescribed));
