import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Performance } from '#contracts/performance';
import { Annotations } from '../../annotations/annotations.tsx';
import { NotesButton } from '../../annotations/notes-button.tsx';
import { clockAxis } from '../../annotations/time-axis.ts';
import { apiQuery, performanceQuery, systemQuery } from '../../api/performance.ts';
import { CrosshairProvider } from '../../charts/crosshair.ts';
import { byteRate, percent, quantity } from '../../format/numbers.ts';
import { LiveBadge } from '../../shell/live-badge.tsx';
import { Page } from '../../shell/page.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { Segments } from '../../ui/segments.tsx';
import { SimulatedBadge } from '../../ui/simulated-badge.tsx';
import { ViewsControl } from '../../views/views-control.tsx';
import { InfrastructurePanel } from './infrastructure-panel.tsx';
import { NowPanel } from './now-panel.tsx';
import { type PerformanceSearch, SPANS, type Span, USUAL_HOURS } from './performance-search.ts';
import { performanceViews } from './performance-views.ts';
import { SeriesPanel } from './series-panel.tsx';

// Rows come after the figures and charts, and bring the table's code with them.
const RoutesPanel = lazy(async () => ({ default: (await import('./routes-panel.tsx')).RoutesPanel }));

const route = getRouteApi('/performance');
const HOUR_MS = 3_600_000;
const AXIS = clockAxis();
const CHOICES = SPANS.map((value) => ({ value, label: `${value} h` }));

/** The platform's own machine, API, database and AI requests, as it samples itself. */
export function PerformancePage() {
  const search = route.useSearch();
  const { hours = USUAL_HOURS, notes: shown } = search;
  const navigate = useNavigate({ from: '/performance' });
  const change = (next: PerformanceSearch) => void navigate({ search: next, resetScroll: false });
  const query = useQuery(performanceQuery);
  return (
    <Annotations
      asked={{
        dashboard: 'performance',
        period: `${hours} h`,
        between: () => ({ from: new Date(Date.now() - hours * HOUR_MS).toISOString() }),
      }}
      axis={AXIS}
      filter={{
        shown,
        onShown: (notes) => change(notes === undefined ? { hours } : { hours, notes }),
      }}
    >
      <Page
        title="Performance"
        controls={
          <>
            {query.data?.meta.simulated === true ? (
              <SimulatedBadge hint="Samples from before this start are invented, incidents among them, so that the charts have something to show. Newer ones are measured. Starting with --no-demo leaves the invented ones out." />
            ) : null}
            <div className="grow" />
            <Segments
              label="Hours shown"
              value={String(hours) as Span}
              choices={CHOICES}
              onChange={(next) => change({ ...search, hours: Number(next) })}
            />
            <NotesButton shown={shown} />
            <ViewsControl kind={performanceViews} search={{ ...search, hours }} onApply={change} />
            <LiveBadge />
          </>
        }
      >
        <Loaded query={query} skeleton={<div className="panel skeleton h-80" />}>
          {(performance) => (
            <PanelFactsProvider
              value={{ asOf: performance.meta.as_of, definitions: {}, stale: query.isError }}
            >
              <NowPanel performance={performance} />
              <History hours={hours} performance={performance} />
            </PanelFactsProvider>
          )}
        </Loaded>
      </Page>
    </Annotations>
  );
}

interface HistoryProps {
  readonly hours: number;
  readonly performance: Performance;
}

function History({ hours, performance }: HistoryProps) {
  const [at, move] = useState<number | null>(null);
  const crosshair = useMemo(() => ({ at, move }), [at]);
  const system = useQuery(systemQuery(hours));
  const api = useQuery(apiQuery(hours));
  const machine = useMemo(() => machineLines(system.data?.series ?? {}), [system.data]);
  const traffic = useMemo(() => trafficLines(api.data?.series ?? {}), [api.data]);
  const skeleton = <div className="panel skeleton h-56" />;
  return (
    <CrosshairProvider value={crosshair}>
      <div className="grid gap-3 lg:grid-cols-2">
        <Loaded query={system} skeleton={skeleton}>
          {() => (
            <>
              <SeriesPanel
                id="machine"
                title="Machine"
                about="Busy share of all cores, used share of the memory and of the data volume."
                lines={machine.shares}
                format={(value) => percent(value, 1)}
              />
              <SeriesPanel
                id="network"
                title="Network"
                about="Bytes per second, in and out together."
                lines={machine.network}
                format={byteRate}
              />
            </>
          )}
        </Loaded>
        <Loaded query={api} skeleton={skeleton}>
          {() => (
            <>
              <SeriesPanel
                id="requests"
                title="Requests"
                about="Requests answered per second."
                lines={traffic.rate}
                format={(value) => quantity(value, '/s')}
              />
              <SeriesPanel
                id="times"
                title="Response time"
                about="Mean time from request to answer."
                lines={traffic.times}
                format={(value) => quantity(value, 'ms')}
              />
            </>
          )}
        </Loaded>
      </div>
      <div className="grid gap-3 lg:grid-cols-3">
        <Loaded query={api} skeleton={skeleton}>
          {({ routes }) => (
            <Suspense fallback={skeleton}>
              <RoutesPanel routes={routes} />
            </Suspense>
          )}
        </Loaded>
        <div className="flex min-w-0 flex-col gap-3">
          <SeriesPanel
            id="errors"
            title="Errors"
            about="Share of answers with status 5xx."
            lines={traffic.errors}
            format={percent}
          />
          <InfrastructurePanel performance={performance} />
        </div>
      </div>
    </CrosshairProvider>
  );
}

type Sampled = Performance['series'];

function machineLines(series: Sampled) {
  return {
    shares: [
      { name: 'CPU', colour: 1, points: series['cpu_usage'] },
      { name: 'Memory', colour: 3, points: series['memory_usage'] },
      { name: 'Disk', colour: 2, points: series['disk_usage'] },
    ],
    network: [{ name: 'Network', colour: 6, points: series['network_usage'] }],
  } as const;
}

function trafficLines(series: Sampled) {
  return {
    rate: [{ name: 'Requests', colour: 1, points: series['request_rate'] }],
    times: [{ name: 'Mean', colour: 4, points: series['response_time'] }],
    errors: [{ name: 'Errors', colour: 8, points: series['error_rate'] }],
  } as const;
}
