import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { MetricForecast } from '#contracts/metric-forecasts';
import { metricForecastQuery } from '../../api/predictions.ts';
import { problemOf } from '../../api/problem.ts';
import { FanChart } from '../../charts/fan-chart.tsx';
import type { FanData } from '../../charts/fan-layout.ts';
import { compact, compactUsd, percent } from '../../format/numbers.ts';
import { moment, shortDay } from '../../format/time.ts';
import { Field, Select } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';

const METRICS = [
  { value: 'revenue', label: 'Revenue' },
  { value: 'active_users', label: 'Active users' },
  { value: 'ai_spend', label: 'AI spend' },
  { value: 'load', label: 'API load' },
] as const;
type Metric = (typeof METRICS)[number]['value'];
const DAYS_AHEAD = 14;

function fanOf({ points }: MetricForecast): FanData {
  return {
    history: [],
    steps: points.map(({ timestamp, mean, intervals }) => ({
      at: Date.parse(timestamp),
      value: mean,
      bands: Object.entries(intervals).map(([level, band]) => ({ level: Number(level), ...band })),
    })),
  };
}

/** The next two weeks of what the business lives on. */
export function MetricPanel() {
  const [metric, setMetric] = useState<Metric>('revenue');
  const query = useQuery(metricForecastQuery(metric, 'day', DAYS_AHEAD));
  return (
    <Panel
      id="metrics"
      title="Two weeks of a metric"
      about="Days ahead, with 50, 80 and 95 % intervals. Skill is against repeating the last season, measured on past forecasts of the same kind."
      picture="svg"
    >
      <div className="flex flex-col gap-3">
        <Field label="Metric" className="self-start">
          <Select value={metric} choices={METRICS} onChange={setMetric} />
        </Field>
        {query.isError ? <p className="text-muted">{problemOf(query.error).detail}</p> : null}
        {query.isPending ? <div className="skeleton h-56 rounded-md" /> : null}
        {query.data === undefined ? null : <Forecast forecast={query.data} />}
      </div>
    </Panel>
  );
}

function sumOf(value: number, unit: string | null): string {
  if (unit === 'USD') return compactUsd(value);
  return unit === null ? compact(value) : `${compact(value)} ${unit}`;
}

function Forecast({ forecast }: { readonly forecast: MetricForecast }) {
  const fan = useMemo(() => fanOf(forecast), [forecast]);
  const { seasonality, backtest, total } = forecast;
  const repeats = seasonality.map(({ period }) => period).join(', ');
  const skill = backtest.skill_vs_seasonal_naive;
  return (
    <>
      <FanChart
        label={`Forecast of ${forecast.metric}`}
        data={fan}
        height={230}
        format={compact}
        tick={shortDay}
        time={moment}
      />
      <p className="text-sm text-muted">
        {repeats === '' ? 'Nothing repeats in it.' : `Repeats every ${repeats}.`}{' '}
        {skill === null
          ? `Its skill is not known: ${backtest.reason ?? 'too little history'}.`
          : `Past forecasts were ${percent(100 * Math.abs(skill), 0)} ${skill >= 0 ? 'better' : 'worse'} than repeating the last season.`}{' '}
        {total === null ? '' : `In all about ${sumOf(total.mean, forecast.unit)}.`}
      </p>
    </>
  );
}
