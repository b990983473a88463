import { startWorkerThread } from '#platform';
import type { LineFailure, LineForecast, NumberedLine } from './batch-line.ts';
import type { ForecastJob } from './forecast-worker.ts';
import type { ForecastQuestion, JudgedForecast } from './judged-forecast.ts';

/** The forecasting engine on a thread of its own. */
export interface ForecastThread extends AsyncDisposable {
  readonly forecastLines: (lines: readonly NumberedLine[]) => Promise<(LineForecast | LineFailure)[]>;
  judgedForecast(question: ForecastQuestion): Promise<JudgedForecast>;
}

const TIME_LIMIT_MS = 60_000;

export function startForecastThread(): ForecastThread {
  const thread = startWorkerThread<ForecastJob>(new URL('./forecast-worker.ts', import.meta.url), {
    name: 'The forecast',
    timeLimitMs: TIME_LIMIT_MS,
    fix: 'Ask for a shorter horizon or fewer values.',
  });
  return {
    forecastLines: (lines) => thread.run({ kind: 'lines', lines }),
    judgedForecast: (question) => thread.run({ kind: 'series', question }),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
