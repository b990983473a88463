import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import type { ClusterAnalysis, UserClusters } from '#contracts/user-clusters';
import { type AskedPeriod, analysesQuery, clustersQuery } from '../../api/users.ts';
import { count, quantity } from '../../format/numbers.ts';
import { age } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { Field, TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PanelFactsProvider, usePanelFacts } from '../../ui/panel-context.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ClusterCards } from './cluster-cards.tsx';
import { type ClusterReading, readClusters, silhouetteText } from './clusters.ts';
import { analysisPeriod, EarlierAnalyses, useAnalyses } from './earlier-analyses.tsx';
import { CLUSTERS } from './users-search.ts';

const COLUMNS: readonly Column<ClusterReading>[] = [
  { key: 'number', title: 'Cluster', value: ({ number }) => number, numeric: true },
  { key: 'users', title: 'Users', value: ({ users }) => users, numeric: true },
  { key: 'share', title: 'Percent of users', value: ({ share }) => share, numeric: true },
  ...['Mean events', 'Mean minutes of a session', 'Mean pages', 'Mean active days'].map((title, place) => ({
    key: title,
    title,
    value: ({ features }: ClusterReading) => features[place]?.mean ?? null,
    numeric: true,
  })),
];

interface ClustersPanelProps {
  readonly asked: AskedPeriod;
  /** How many were asked for; undefined until somebody asks. */
  readonly clusters: number | undefined;
  /** Which earlier analysis is shown instead. */
  readonly analysis: number | undefined;
  readonly onClusters: (clusters: number) => void;
  readonly onAnalysis: (analysis: number | undefined) => void;
}

/** Groups of users who behave alike: computed on request, for each is stored and may take a while. */
export function ClustersPanel({ asked, clusters, analysis, onClusters, onAnalysis }: ClustersPanelProps) {
  const page = usePanelFacts();
  const queries = useQueryClient();
  const query = useQuery({
    ...clustersQuery(asked, clusters ?? CLUSTERS.usual),
    enabled: clusters !== undefined,
  });
  const computed = clusters === undefined ? undefined : query.data;
  const newest = computed?.clusters.analysis_id;
  const stored = useAnalyses();
  useEffect(() => {
    if (newest !== undefined) void queries.invalidateQueries(analysesQuery);
  }, [newest, queries]);
  const earlier = stored?.analyses.find(({ analysis_id: id }) => id === analysis);
  const shown = earlier ?? computed?.clusters;
  const readings = useMemo(() => (shown === undefined ? [] : readClusters(shown)), [shown]);
  return (
    <PanelFactsProvider
      value={{
        ...page,
        asOf: earlier?.computed_at ?? computed?.meta.as_of ?? null,
        definitions: computed?.meta.definitions ?? stored?.definitions ?? page.definitions,
      }}
    >
      <Panel
        id="clusters"
        title="Clusters"
        about="Users of the period who behave alike. Each cluster is compared with all users together; it has a number and no name, for a name would claim more than the figures."
        defines={['clusters', 'silhouette']}
        table={{ columns: COLUMNS, rows: readings, fileName: 'user-clusters' }}
      >
        <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
          <Order
            clusters={clusters}
            busy={query.isFetching}
            onOrder={(next) => (next === clusters ? void query.refetch() : onClusters(next))}
          />
          <EarlierAnalyses
            analyses={stored?.analyses ?? []}
            shown={earlier?.analysis_id}
            onShow={onAnalysis}
          />
        </div>
        <div aria-live="polite" className="flex flex-col gap-3 pt-3 empty:hidden">
          {clusters === undefined && shown === undefined ? (
            <p className="text-muted">
              By their events, length of sessions, pages and active days. Nothing is computed until you ask.
            </p>
          ) : null}
          {query.isFetching ? <Progress /> : null}
          {query.isError ? <ProblemNote error={query.error} /> : null}
          {earlier === undefined ? null : <p className="text-muted">{analysisPeriod(earlier)}</p>}
          {shown === undefined ? null : <Summary clusters={shown} />}
        </div>
        {readings.length === 0 ? null : <ClusterCards clusters={readings} />}
      </Panel>
    </PanelFactsProvider>
  );
}

interface OrderProps {
  readonly clusters: number | undefined;
  readonly busy: boolean;
  readonly onOrder: (clusters: number) => void;
}

function Order({ clusters, busy, onOrder }: OrderProps) {
  const [typed, setTyped] = useState(String(clusters ?? CLUSTERS.usual));
  const [shown, setShown] = useState(clusters);
  if (shown !== clusters) {
    setShown(clusters);
    if (clusters !== undefined) setTyped(String(clusters));
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onOrder(Number(typed));
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field label="Clusters">
        <TextInput
          type="number"
          required
          min={CLUSTERS.least}
          max={CLUSTERS.most}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          className="w-18"
        />
      </Field>
      <Button look="primary" type="submit" disabled={busy} className="disabled:bg-sunken">
        {clusters === Number(typed) ? 'Group again' : 'Group users'}
      </Button>
    </form>
  );
}

/** Nothing tells how far it is, only that it goes on. */
function Progress() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((past) => past + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">
        Grouping the users of the period
        <span aria-hidden="true">, {age(seconds * 1000)}</span>
      </p>
      <div className="skeleton h-2 rounded-md" />
    </div>
  );
}

function Summary({ clusters }: { readonly clusters: UserClusters | ClusterAnalysis }) {
  const { silhouette, silhouette_users: measured, total_users: users } = clusters;
  return (
    <p className="text-muted">
      {count(users)} users with sessions.{' '}
      {silhouette === null ? null : (
        <>
          Silhouette {quantity(silhouette, '').trim()}
          {measured !== null && measured < users ? `, measured on ${count(measured)} of them` : ''}:{' '}
          {silhouetteText(silhouette)}
        </>
      )}
    </p>
  );
}
