import type { MetricItem } from '#contracts/ingest';
import { createChance } from './chance.ts';
import { USAGE_DAYS } from './usage.ts';

const DAY_MS = 86_400_000;
const STEP_MS = 300_000;
const HOURS_SHOWN = 47;

/** When the made-up machine had trouble: hours before now, and how long. */
const INCIDENTS = [
  { hoursAgo: 31, minutes: 40 },
  { hoursAgo: 9, minutes: 25 },
];

/** Two days of a made-up machine with two incidents, and 89 days of a made-up portfolio. */
export function makeMetrics(nowMs: number): MetricItem[] {
  return [...machineMetrics(nowMs), ...portfolioMetrics(nowMs)];
}

function machineMetrics(nowMs: number): MetricItem[] {
  const chance = createChance('machine');
  const last = Math.floor(nowMs / STEP_MS) * STEP_MS - STEP_MS;
  return Array.from(
    { length: (HOURS_SHOWN * 3_600_000) / STEP_MS },
    (_, index) => last - index * STEP_MS,
  ).flatMap((at) => {
    const place = at / STEP_MS;
    const trouble = INCIDENTS.some(({ hoursAgo, minutes }) => {
      const since = (at - (nowMs - hoursAgo * 3_600_000)) / 60_000;
      return since >= 0 && since < minutes;
    });
    const dayload = 0.5 - 0.4 * Math.cos((2 * Math.PI * (at % DAY_MS)) / DAY_MS);
    const noise = chance.normal(place);
    const figures: Record<string, number> = {
      cpu_usage: Math.min(97, 12 + 38 * dayload + 3 * noise + (trouble ? 40 : 0)),
      memory_usage: 52 + 9 * dayload + 0.5 * noise,
      disk_usage: 61 + 0.4 * dayload,
      network_usage: Math.max(0, 20_000 + 260_000 * dayload + 9_000 * noise),
      response_time: Math.max(1, (6 + 5 * dayload + noise) * (trouble ? 14 : 1)),
      error_rate: Math.max(0, 0.05 + 0.05 * noise + (trouble ? 6 : 0)),
    };
    const requests = Math.round(300 * (2 + 14 * dayload + chance.uniform(place)));
    return [
      ...Object.entries(figures).map(([name, value]) => metric(name, value, at, { process: 'demo' })),
      metric('api_requests', requests, at, { process: 'demo' }),
    ];
  });
}

function portfolioMetrics(nowMs: number): MetricItem[] {
  const chance = createChance('portfolio');
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const invested = 250_000;
  let value = invested;
  return Array.from({ length: USAGE_DAYS }, (_, index) => index).flatMap((day) => {
    value *= 1 + 0.0006 + 0.011 * chance.fatTailed(day);
    const at = today - (USAGE_DAYS - day) * DAY_MS;
    const figures: Record<string, number> = {
      portfolio_value: Math.round(value * 100) / 100,
      profit_loss: Math.round((value - invested) * 100) / 100,
      'risk_metrics.volatility': 0.174 + 0.01 * chance.normal(1_000 + day),
      'risk_metrics.var_95': 0.0181 + 0.0005 * chance.normal(2_000 + day),
      'risk_metrics.max_drawdown': -0.112,
      'risk_metrics.beta': 1.04 + 0.02 * chance.normal(3_000 + day),
    };
    return Object.entries(figures).map(([name, figure]) => metric(name, figure, at, { portfolio: 'demo' }));
  });
}

function metric(name: string, value: number, at: number, labels: Record<string, string>): MetricItem {
  const timestamp = new Date(at).toISOString();
  return { metric_id: `demo-${name}-${at}`, timestamp, name, value, labels, metric_type: 'gauge' };
}
