import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import type { ClustersAnswer } from '#contracts/user-clusters';
import { type AskedPeriod, clustersQuery } from '../../api/users.ts';
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
  readonly onClusters: (clusters: number) => void;
}

/** Groups of users who behave alike: computed on request, for each is stored and may take a while. */
export function ClustersPanel({ asked, clusters, onClusters }: ClustersPanelProps) {
  const page = usePanelFacts();
  const query = useQuery({
    ...clustersQuery(asked, clusters ?? CLUSTERS.usual),
    enabled: clusters !== undefined,
  });
  const meta = query.data?.meta;
  const readings = useMemo(
    () => (query.data === undefined ? [] : readClusters(query.data.clusters)),
    [query.data],
  );
  return (
    <PanelFactsProvider
      value={
        meta === undefined
          ? { ...page, asOf: null }
          : { ...page, asOf: meta.as_of, definitions: meta.definitions }
      }
    >
      <Panel
        id="clusters"
        title="Clusters"
        about="Users of the period who behave alike. Each cluster is compared with all users together; it has a number and no name, for a name would claim more than the figures."
        defines={['clusters', 'silhouette']}
        table={{ columns: COLUMNS, rows: readings, fileName: 'user-clusters' }}
      >
        <Order
          clusters={clusters}
          busy={query.isFetching}
          onOrder={(next) => (next === clusters ? void query.refetch() : onClusters(next))}
        />
        <div aria-live="polite" className="flex flex-col gap-3 pt-3 empty:hidden">
          {clusters === undefined && query.data === undefined ? (
            <p className="text-muted">
              By their events, length of sessions, pages and active days. Nothing is computed until you ask.
            </p>
          ) : null}
          {query.isFetching ? <Progress /> : null}
          {query.isError ? <ProblemNote error={query.error} /> : null}
          {query.data === undefined ? null : <Summary answer={query.data} />}
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

function Summary({ answer: { clusters } }: { readonly answer: ClustersAnswer }) {
  const { silhouette, silhouette_users: measured, total_users: users } = clusters;
  return (
    <p className="text-muted">
      {count(users)} users with sessions. Silhouette {quantity(silhouette, '').trim()}
      {measured < users ? `, measured on ${count(measured)} of them` : ''}: {silhouetteText(silhouette)}
    </p>
  );
}
