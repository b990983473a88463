import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type AlertFilter, alertsQuery } from '../../api/alerts.ts';
import { LiveBadge } from '../../shell/live-badge.tsx';
import { Page } from '../../shell/page.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { AlertsPanel } from './alerts-panel.tsx';
import { RulesPanel } from './rules-panel.tsx';
import { WebhooksPanel } from './webhooks-panel.tsx';

/** What fires now and fired lately, the rules behind it, and where it is told. */
export function AlertsPage() {
  const [filter, setFilter] = useState<AlertFilter>('all');
  const query = useQuery({ ...alertsQuery(filter), placeholderData: keepPreviousData });
  return (
    <Page title="Alerts" controls={<LiveBadge />}>
      <Loaded query={query} skeleton={<div className="panel skeleton h-80" />}>
        {(data) => (
          <PanelFactsProvider value={{ asOf: data.asOf, definitions: {}, stale: query.isError }}>
            <AlertsPanel firing={data.firing} alerts={data.alerts} filter={filter} onFilter={setFilter} />
            <div className="grid items-start gap-3 lg:grid-cols-2">
              <RulesPanel rules={data.rules} />
              <WebhooksPanel webhooks={data.webhooks} />
            </div>
          </PanelFactsProvider>
        )}
      </Loaded>
    </Page>
  );
}
