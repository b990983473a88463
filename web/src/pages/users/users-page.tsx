import { useQuery } from '@tanstack/react-query';
import { usersQuery } from '../../api/users.ts';
import { LiveBadge } from '../../shell/live-badge.tsx';
import { Page } from '../../shell/page.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { SimulatedBadge } from '../../ui/simulated-badge.tsx';
import { NoEvents } from '../business/no-events.tsx';
import { FunnelPanel } from './funnel-panel.tsx';
import { PathsPanels } from './paths-panels.tsx';
import { RetentionPanel } from './retention-panel.tsx';
import { SegmentsPanels } from './segments-panels.tsx';

/** Who the users are, what they do, how far they come and whether they come again: the last 30 days. */
export function UsersPage() {
  const query = useQuery(usersQuery);
  return (
    <Page
      title="Users"
      controls={
        <>
          {query.data?.meta.simulated === true ? (
            <SimulatedBadge hint="These users are invented, so that every panel has something to show. Starting with --no-demo leaves them out." />
          ) : null}
          <LiveBadge />
        </>
      }
    >
      <Loaded query={query} skeleton={<div className="panel skeleton h-80" />}>
        {(users) =>
          users.meta.coverage.first_event === null ? (
            <NoEvents />
          ) : (
            <PanelFactsProvider
              value={{
                asOf: users.meta.as_of,
                definitions: users.meta.definitions,
                stale: query.isError || users.meta.stale,
              }}
            >
              <SegmentsPanels users={users} />
              <FunnelPanel />
              <RetentionPanel />
              <PathsPanels users={users} />
            </PanelFactsProvider>
          )
        }
      </Loaded>
    </Page>
  );
}
