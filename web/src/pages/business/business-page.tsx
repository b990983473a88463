import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Annotations } from '../../annotations/annotations.tsx';
import { NotesButton } from '../../annotations/notes-button.tsx';
import { dayAxis } from '../../annotations/time-axis.ts';
import { type Business, businessQuery } from '../../api/business.ts';
import { CrosshairProvider } from '../../charts/crosshair.ts';
import { datesOf, localDate } from '../../format/period.ts';
import { choiceOf, withChoice, withPeriod } from '../../format/period-search.ts';
import { addDays } from '../../format/time.ts';
import { LiveBadge } from '../../shell/live-badge.tsx';
import { Page } from '../../shell/page.tsx';
import { PeriodControl } from '../../shell/period-control.tsx';
import { FlashScopeProvider } from '../../ui/flash.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { SimulatedBadge } from '../../ui/simulated-badge.tsx';
import { ViewsControl } from '../../views/views-control.tsx';
import type { BusinessSearch } from './business-search.ts';
import { BusinessSkeleton } from './business-skeleton.tsx';
import { businessViews } from './business-views.ts';
import { spanOf } from './daily.ts';
import { FiguresPanel } from './figures-panel.tsx';
import { FinancePanel } from './finance-panel.tsx';
import { type Figures, measuresOf } from './measures.ts';
import { NoEvents } from './no-events.tsx';
import { RevenueKindsPanel, RevenuePanel } from './revenue-panels.tsx';
import { UsersPanels } from './users-panels.tsx';

const route = getRouteApi('/business');

/** Revenue, users and engagement of a period, against the period before. */
export function BusinessPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/business' });
  const change = (next: BusinessSearch) => void navigate({ search: withPeriod(next), resetScroll: false });
  const [openedAt] = useState(Date.now);
  const zone = search.zone ?? 'UTC';
  const choice = choiceOf(search);
  const compared = search.compare !== 'off';
  const query = useQuery(businessQuery(choice, zone, compared));
  const dates = query.data?.revenue.period;
  const shown =
    dates === undefined ? datesOf(choice, zone, openedAt) : { from: dates.start_date, to: dates.end_date };
  const axis = useMemo(() => dayAxis(zone), [zone]);
  const midnight = (date: string) => new Date(axis.clock.moment(`${date}T00:00`)).toISOString();
  return (
    <Annotations
      asked={{
        dashboard: 'business_intelligence',
        period: `${shown.from} ${shown.to} ${zone}`,
        between: () => ({ from: midnight(shown.from), to: midnight(addDays(shown.to, 1)) }),
      }}
      axis={axis}
      filter={{
        shown: search.notes,
        onShown: (notes) => {
          const { notes: _notes, ...rest } = search;
          change(notes === undefined ? rest : { ...rest, notes });
        },
      }}
    >
      <Page
        title="Business"
        controls={
          <>
            {query.data?.revenue.meta.simulated === true ? (
              <SimulatedBadge hint="These users and payments are invented, so that every panel has something to show. Starting with --no-demo leaves them out." />
            ) : null}
            <div className="grow" />
            <PeriodControl
              choice={choice}
              dates={shown}
              zone={zone}
              onChoice={(next) => change(withChoice(search, next))}
              onZone={(next) => change({ ...search, zone: next })}
              comparison={{
                on: compared,
                onChange: (next) => {
                  const { compare: _compare, ...rest } = search;
                  change(next ? rest : { ...rest, compare: 'off' });
                },
              }}
            />
            <NotesButton shown={search.notes} />
            <ViewsControl kind={businessViews} search={withPeriod(search)} onApply={change} />
            <LiveBadge />
          </>
        }
      >
        <Loaded query={query} skeleton={<BusinessSkeleton />}>
          {(business) =>
            business.revenue.meta.coverage.first_event === null ? (
              <NoEvents />
            ) : (
              <PanelFactsProvider
                value={{
                  asOf: business.revenue.meta.as_of,
                  definitions: business.revenue.meta.definitions,
                  stale: query.isError || business.revenue.meta.stale,
                }}
              >
                <FlashScopeProvider value={`${shown.from} ${shown.to} ${zone}`}>
                  <Panels {...business} onZoom={(from, to) => change(withChoice(search, spanOf(from, to)))} />
                </FlashScopeProvider>
              </PanelFactsProvider>
            )
          }
        </Loaded>
      </Page>
    </Annotations>
  );
}

interface PanelsProps extends Business {
  readonly onZoom: (from: number, to: number) => void;
}

function Panels({ revenue, users, before, onZoom }: PanelsProps) {
  const [at, move] = useState<number | null>(null);
  const crosshair = useMemo(() => ({ at, move }), [at]);
  const { start_date: from, end_date: to, time_zone: zone } = revenue.period;
  const today = localDate(Date.parse(revenue.meta.as_of), zone);
  const now = figuresOf({ revenue, users });
  const old = before === null ? undefined : figuresOf(before);
  const fileName = `${from}-to-${to}`;
  const days = { today, fileName, onZoom };
  return (
    <CrosshairProvider value={crosshair}>
      <FiguresPanel
        measures={measuresOf(now, old)}
        compared={old !== undefined}
        fileName={`business-${fileName}`}
      />
      <div className="grid gap-3 lg:grid-cols-3">
        <RevenuePanel revenue={now.revenue} before={old?.revenue} {...days} />
        <RevenueKindsPanel revenue={now.revenue} fileName={fileName} />
        <UsersPanels users={now.users} before={old?.users} {...days} />
      </div>
      <FinancePanel asOf={to >= today ? undefined : to} />
    </CrosshairProvider>
  );
}

function figuresOf({ revenue, users }: Omit<Business, 'before'>): Figures {
  return { revenue: revenue.revenue_analytics, users: users.user_analytics };
}
