import { parentPort } from 'node:worker_threads';
import { answerJobs } from '#platform';
import { forecastLine, type NumberedLine } from './batch-line.ts';
import { type ForecastQuestion, judgedForecast } from './judged-forecast.ts';

/** A piece of work for a forecasting thread. */
export type ForecastJob =
  | { readonly kind: 'lines'; readonly lines: readonly NumberedLine[] }
  | { readonly kind: 'series'; readonly question: ForecastQuestion };

answerJobs(parentPort, (job: ForecastJob) =>
  job.kind === 'lines' ? job.lines.map(forecastLine) : judgedForecast(job.question),
);
