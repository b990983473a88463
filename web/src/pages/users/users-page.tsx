import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { UserBehavior } from '#contracts/user-behavior';
import { type AskedPeriod, usersQuery } from '../../api/users.ts';
import { type DateRange, datesOf, daysOf } from '../../format/period.ts';
import { choiceOf, withChoice, withPeriod } from '../../format/period-search.ts';
import { LiveBadge } from '../../shell/live-badge.tsx';
import { Page } from '../../shell/page.tsx';
import { PeriodControl } from '../../shell/period-control.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { factsOf, PanelFactsProvider } from '../../ui/panel-context.ts';
import { SimulatedBadge } from '../../ui/simulated-badge.tsx';
import { ViewsControl } from '../../views/views-control.tsx';
import { NoEvents } from '../business/no-events.tsx';
import { FunnelPanel } from './funnel-panel.tsx';
import { LivePanel } from './live-panel.tsx';
import { RetentionPanel } from './retention-panel.tsx';
import { SegmentsPanels } from './segments-panels.tsx';
import { readUsersSearch, type UsersSearch } from './users-search.ts';
import { usersViews } from './users-views.ts';

// Charts with annotations are large; what is below them does not move when they come.
const ActiveUsersPanel = lazy(async () => ({
  default: (await import('./active-users-panel.tsx')).ActiveUsersPanel,
}));
// The last panels of the page: the others need not wait for them and for their tables.
const PathsPanels = lazy(async () => ({ default: (await import('./paths-panels.tsx')).PathsPanels }));
const ClustersPanel = lazy(async () => ({
  default: (await import('./clusters-panel.tsx')).ClustersPanel,
}));

const route = getRouteApi('/users');

/** Who the users of a period are, what they do, how far they come and whether they come again. */
export function UsersPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/users' });
  // What is changed stands in the middle of the page, which is to stay where it is.
  const show = (next: UsersSearch) => void navigate({ search: withPeriod(next), resetScroll: false });
  const change = useCallback(
    (what: Change) =>
      void navigate({
        search: (old) => withPeriod(readUsersSearch({ ...old, ...what })),
        resetScroll: false,
      }),
    [navigate],
  );
  // Users of another period are grouped when somebody asks for that.
  const { clusters: _clusters, analysis: _analysis, ...unclustered } = search;
  const [openedAt] = useState(Date.now);
  const zone = search.zone ?? 'UTC';
  const choice = choiceOf(search);
  const query = useQuery(usersQuery({ choice, zone }));
  const dates = datesOf(choice, zone, openedAt);
  return (
    <Page
      title="Users"
      controls={
        <>
          {query.data?.meta.simulated === true ? (
            <SimulatedBadge hint="These users are invented, so that every panel has something to show. Starting with --no-demo leaves them out." />
          ) : null}
          <div className="grow" />
          <PeriodControl
            choice={choice}
            dates={dates}
            zone={zone}
            onChoice={(next) => show(withChoice(unclustered, next))}
            onZone={(next) => show({ ...unclustered, zone: next })}
          />
          <ViewsControl kind={usersViews} search={withPeriod(search)} onApply={show} />
          <LiveBadge />
        </>
      }
    >
      <Loaded query={query} skeleton={<div className="panel skeleton h-80" />}>
        {(users) =>
          users.meta.coverage.first_event === null ? (
            <NoEvents />
          ) : (
            <PanelFactsProvider value={factsOf(query)}>
              <Panels
                users={users}
                asked={{ choice, zone }}
                dates={dates}
                onZoom={(next) => show(withChoice(unclustered, next))}
                search={search}
                onChange={change}
              />
            </PanelFactsProvider>
          )
        }
      </Loaded>
    </Page>
  );
}

/** What is to change of the address; undefined is as usual. */
type Change = { readonly [Name in keyof UsersSearch]?: UsersSearch[Name] | undefined };

interface PanelsProps {
  readonly users: UserBehavior;
  readonly asked: AskedPeriod;
  readonly dates: DateRange;
  readonly onZoom: (dates: DateRange) => void;
  readonly search: UsersSearch;
  readonly onChange: (change: Change) => void;
}

function Panels({ users, asked, dates, onZoom, search, onChange }: PanelsProps) {
  const pages = useMemo(() => knownPages(users), [users]);
  const { cohort, retention, cells, depth, start, steps, order, window, split, clusters, analysis } = search;
  const funnel = useMemo(
    () => ({
      ...(steps === undefined ? {} : { steps }),
      ...(order === undefined ? {} : { order }),
      ...(window === undefined ? {} : { window }),
    }),
    [steps, order, window],
  );
  const period = { asked, periodDays: daysOf(dates) };
  return (
    <>
      <LivePanel />
      <Suspense fallback={<div className="panel skeleton h-71.5" />}>
        <ActiveUsersPanel asked={asked} dates={dates} onZoom={onZoom} />
      </Suspense>
      <SegmentsPanels users={users} />
      <FunnelPanel
        {...period}
        search={funnel}
        pages={pages}
        onSearch={(next) => onChange({ order: undefined, window: undefined, ...next })}
        split={split}
        onSplit={(next) => onChange({ split: next })}
      />
      <RetentionPanel {...period} cohort={cohort} retention={retention} cells={cells} onChange={onChange} />
      <Suspense fallback={<div className="panel skeleton h-80" />}>
        <PathsPanels
          asked={asked}
          depth={depth}
          start={start}
          exits={users.behavior_patterns.drop_off_points}
          onChange={onChange}
        />
        <ClustersPanel
          asked={asked}
          clusters={clusters}
          analysis={analysis}
          onClusters={(next) => onChange({ clusters: next, analysis: undefined })}
          onAnalysis={(next) => onChange({ clusters: undefined, analysis: next })}
        />
      </Suspense>
    </>
  );
}

/** Pages that the most frequent paths and exits name. */
function knownPages({ behavior_patterns: { user_journey, drop_off_points } }: UserBehavior): string[] {
  const viewed = user_journey.top_paths.flatMap(({ pages }) => pages);
  return [...new Set([...viewed, ...drop_off_points.map(({ page }) => page)])].toSorted();
}
