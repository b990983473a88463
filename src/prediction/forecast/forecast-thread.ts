import { startWorkerThread } from '#platform';
import type { LineFailure, LineForecast, NumberedLine } from './batch-line.ts';
import type { ForecastJob } from './forecast-worker.ts';

/** The forecasting engine on a thread of its own. */
export interface ForecastThread extends AsyncDisposable {
  forecastLines(lines: readonly NumberedLine[]): Promise<(LineForecast | LineFailure)[]>;
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
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
