import { useQuery } from '@tanstack/react-query';
import { aiRouterQuery } from '../../api/ai.ts';
import { LiveBadge } from '../../shell/live-badge.tsx';
import { Page } from '../../shell/page.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { SimulatedBadge } from '../../ui/simulated-badge.tsx';
import { BudgetsPanel } from './budgets-panel.tsx';
import { ModelsPanel } from './models-panel.tsx';
import { ProvidersPanel } from './providers-panel.tsx';
import { SpendPanels } from './spend-panels.tsx';
import { TracesPanel } from './traces-panel.tsx';
import { TryPanel } from './try-panel.tsx';

/** What the AI router spends and saves, how its models do, what it may do, and why each request went where it went. */
export function AiRouterPage() {
  const query = useQuery(aiRouterQuery);
  return (
    <Page
      title="AI router"
      controls={
        <>
          {query.data?.health.simulated === true ? (
            <SimulatedBadge hint="The providers are simulated. With a provider’s key the router asks the real one." />
          ) : null}
          <LiveBadge />
        </>
      }
    >
      <Loaded query={query} skeleton={<div className="panel skeleton h-80" />}>
        {({ spend, models, health, traces, budgets, killSwitches }) => (
          <PanelFactsProvider value={{ asOf: spend.timestamp, definitions: {}, stale: query.isError }}>
            <SpendPanels spend={spend} health={health} />
            <div className="grid gap-3 lg:grid-cols-5">
              <ModelsPanel models={models} />
              <ProvidersPanel health={health} killSwitches={killSwitches} />
            </div>
            <div className="grid gap-3 lg:grid-cols-2">
              <BudgetsPanel budgets={budgets} />
              <TryPanel />
            </div>
            <TracesPanel traces={traces} />
          </PanelFactsProvider>
        )}
      </Loaded>
    </Page>
  );
}
