import type { PricePrediction, Skill } from '#contracts/price-predictions';
import type { PriceForecast } from './forecast-price.ts';
import type { SymbolStanding } from './market-history.ts';
import { NO_CHANGE } from './models/models.ts';
import type { Bounded } from './skill.ts';
import { closeOf, type Target } from './trading-clock.ts';
import { LEVELS } from './walk-forward.ts';

const SESSIONS_A_YEAR = { weekdays: 252, 'every-day': 365 };
const MINUTE_MS = 60_000;

/** Sessions the engine forecasts over for a target: it knows whole ones only. */
export function horizonOf({ sessions }: Target): number {
  return Math.max(1, sessions);
}

/** A forecast over whole sessions as an answer about the current price and the trading time up to the target. */
export function predictionAnswer(
  standing: SymbolStanding,
  target: Target,
  forecast: PriceForecast,
  { horizonHours, nowMs }: { readonly horizonHours: number; readonly nowMs: number },
): PricePrediction {
  const { price, simulated, symbol } = standing;
  const { backtest, step } = forecast;
  const share = target.time / horizonOf(target);
  const sigma = step.sigma * Math.sqrt(share);
  const at = (logReturn: number) => price * Math.exp(logReturn);
  const mean = step.mean * share;
  const predicted = at(mean);
  const { up } = step.direction;
  return {
    symbol,
    current_price: price,
    predicted_price: predicted,
    price_change: predicted - price,
    price_change_percent: 100 * (predicted / price - 1),
    confidence: Math.max(up, 1 - up),
    p_up: up,
    base_rate: step.direction.baseRate,
    horizon_hours: horizonHours,
    horizon_sessions: target.sessions,
    as_of: iso(asOf(standing, nowMs)),
    target_time: iso(target.atMs),
    intervals: LEVELS.map((level, k) => ({
      level,
      lower: at(mean - step.halfWidths[k]! * sigma),
      upper: at(mean + step.halfWidths[k]! * sigma),
      measured_coverage: backtest.coverage[k] ?? null,
      n: backtest.n,
    })),
    volatility: {
      daily: step.dailySigma,
      horizon: sigma,
      annualised: step.dailySigma * Math.sqrt(SESSIONS_A_YEAR[standing.calendar]),
      models: forecast.volatilityWeights,
    },
    models: [
      {
        ...NO_CHANGE,
        predicted_price: price,
        weight: 1 - step.weights.reduce((sum, weight) => sum + weight, 0),
        skill_vs_naive: null,
      },
      ...forecast.models.map(({ name, description }, k) => ({
        name,
        description,
        predicted_price: at(step.means[k]! * share),
        weight: step.weights[k]!,
        skill_vs_naive: skill(backtest.modelSkills[k]),
      })),
    ],
    skill_vs_naive: skill(backtest.skill),
    direction_skill: skill(backtest.directionSkill),
    calibration_error: backtest.calibrationError,
    n_backtest: backtest.n,
    reason: reasonOf(standing, step.weights),
    simulated,
    timestamp: iso(nowMs),
  };
}

function reasonOf({ history }: SymbolStanding, weights: Float64Array): PricePrediction['reason'] {
  if (history.close.every((price) => price === history.close[0])) return 'constant-price';
  return weights.some((weight) => weight > 0) ? null : 'no-demonstrated-skill';
}

/** The close the price is of; while its session is under way, the minute. */
function asOf({ day, calendar, isOpen }: SymbolStanding, nowMs: number): number {
  return isOpen ? Math.floor(nowMs / MINUTE_MS) * MINUTE_MS : closeOf(day, calendar);
}

function skill(bounded: Bounded | undefined): Skill {
  return bounded === undefined ? null : { value: bounded.value, lower: bounded.lower, upper: bounded.upper };
}

const iso = (ms: number): string => new Date(ms).toISOString();
