import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { anomaliesQuery, busiestSymbolQuery, outlookQuery, scorecardQuery } from '../../api/predictions.ts';
import { LiveBadge } from '../../shell/live-badge.tsx';
import { Page } from '../../shell/page.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { SimulatedBadge } from '../../ui/simulated-badge.tsx';
import { AnomaliesPanel } from './anomalies-panel.tsx';
import { MetricPanel } from './metric-panel.tsx';
import { ModelsPanel } from './models-panel.tsx';
import { OutlookPanel } from './outlook-panel.tsx';
import { ScorecardPanel } from './scorecard-panel.tsx';
import { SymbolField } from './symbol-field.tsx';

const route = getRouteApi('/predictions');
const SKELETON = <div className="panel skeleton h-80" />;

/** What may come, what earlier forecasts were worth, and what was out of the ordinary. */
export function PredictionsPage() {
  const { symbol: asked } = route.useSearch();
  const navigate = useNavigate({ from: '/predictions' });
  const busiest = useQuery({ ...busiestSymbolQuery, enabled: asked === undefined });
  const symbol = asked ?? busiest.data ?? undefined;
  const outlook = useQuery({ ...outlookQuery(symbol ?? ''), enabled: symbol !== undefined });
  const scorecard = useQuery(scorecardQuery);
  const anomalies = useQuery(anomaliesQuery);
  const facts = { asOf: outlook.data?.asOf ?? null, definitions: {}, stale: outlook.isError };
  return (
    <Page
      title="Predictions"
      controls={
        <>
          {outlook.data?.simulated === true ? (
            <SimulatedBadge hint="The prices are made up. Import real ones and the forecasts are of those." />
          ) : null}
          <SymbolField
            key={symbol}
            symbol={symbol ?? ''}
            onSymbol={(next) => void navigate({ search: { symbol: next } })}
          />
          <LiveBadge />
        </>
      }
    >
      <PanelFactsProvider value={facts}>
        {symbol === undefined && !busiest.isPending ? (
          <p className="panel p-4 text-muted">
            There is no market data yet, so there is no price to forecast.
          </p>
        ) : (
          <Loaded query={outlook} skeleton={SKELETON}>
            {(data) => (
              <>
                <OutlookPanel symbol={symbol ?? ''} outlook={data} />
                {data.predictions[0] === undefined ? null : <ModelsPanel prediction={data.predictions[0]} />}
              </>
            )}
          </Loaded>
        )}
        <Loaded query={scorecard} skeleton={SKELETON}>
          {(data) => <ScorecardPanel scorecard={data} />}
        </Loaded>
        <MetricPanel />
        <Loaded query={anomalies} skeleton={SKELETON}>
          {(data) => <AnomaliesPanel anomalies={data} />}
        </Loaded>
      </PanelFactsProvider>
    </Page>
  );
}
