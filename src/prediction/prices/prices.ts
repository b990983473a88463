import type { AvailableModel, PricePrediction, PricePredictionRequest } from '#contracts/price-predictions';
import type { Universe } from '#market';
import type { Bus, ChannelLog, Clock, Database, Logger, Route } from '#platform';
import { startFollowing } from './follow-job.ts';
import { describeModels } from './models/models.ts';
import { createPredictionStore } from './prediction-store.ts';
import { makePrediction, predictPrice } from './price-predictor.ts';
import { startPricesThread } from './prices-thread.ts';
import { startRehearsal } from './rehearse-job.ts';
import { priceRoutes } from './routes.ts';
import { createScoreStore } from './score-store.ts';
import { scorecardOf } from './scorecard.ts';
import { startScoring } from './scoring-job.ts';

export interface PricesDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly database: Database;
  readonly logger: Logger;
  readonly market: { universe(): Promise<Universe> };
  /** Where changed forecasts are told. */
  readonly channel: ChannelLog;
}

/** Price forecasts, and what they turn out to be worth. */
export interface Prices extends AsyncDisposable {
  readonly routes: Route[];
  readonly models: readonly AvailableModel[];
  predict(request: PricePredictionRequest): Promise<PricePrediction>;
  /** Starts scoring and following; with `rehearse`, also makes past forecasts on simulated prices. */
  startJobs(options: { readonly rehearse: boolean }): AsyncDisposable;
}

const VERSION = '1';

export function createPrices(deps: PricesDeps): Prices {
  const store = createPredictionStore(deps.database.pool, deps.channel);
  const scores = createScoreStore(deps.database.pool);
  const thread = startPricesThread();
  const inside = { ...deps, store, scores, thread };
  const models = describeModels();
  const { readOnly } = deps.database;
  // On a replica only sockets ask here; over HTTP the region that writes is asked, and stores what it said.
  const predict = async (request: PricePredictionRequest) =>
    readOnly ? (await makePrediction(inside, request)).prediction : predictPrice(inside, request);
  return {
    routes: priceRoutes({
      ...deps,
      predict,
      async scorecard({ horizon_hours: horizonHours }) {
        const universe = await deps.market.universe();
        const simulated = universe.instruments.some((it) => it.simulated);
        const [sums, calibration, waiting] = await Promise.all([
          scores.scores(simulated, horizonHours),
          scores.calibration(simulated, horizonHours),
          scores.waiting(simulated, horizonHours),
        ]);
        return scorecardOf({ scores: sums, calibration, waiting, simulated });
      },
    }),
    models: models.map((model) => ({ ...model, predicts: 'price' as const })),
    predict,
    startJobs({ rehearse }) {
      const jobs = new AsyncDisposableStack();
      const scoring = jobs.use(startScoring(inside));
      jobs.use(startFollowing(inside));
      if (rehearse) jobs.use(startRehearsal(inside, () => scoring.attend()));
      store.registerModels(models, VERSION).catch((error: unknown) => {
        deps.logger.warn({ err: error }, 'the price models could not be registered');
      });
      return jobs;
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
