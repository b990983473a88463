import { parentPort } from 'node:worker_threads';
import { answerJobs } from '#platform';
import { forecastLine, type NumberedLine } from './batch-line.ts';

/** A piece of work for a forecasting thread. */
export type ForecastJob = { readonly kind: 'lines'; readonly lines: readonly NumberedLine[] };

answerJobs<ForecastJob>(parentPort, ({ lines }) => lines.map(forecastLine));
