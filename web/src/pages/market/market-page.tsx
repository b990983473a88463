import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { overviewQuery } from '../../api/market.ts';
import { Freshness } from '../../shell/freshness.tsx';
import { Page } from '../../shell/page.tsx';
import { FlashScopeProvider } from '../../ui/flash.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { BreadthPanel } from './breadth-panel.tsx';
import { IndexPanel } from './index-panel.tsx';
import { MarketSkeleton } from './market-skeleton.tsx';
import { MoverPanels } from './mover-panels.tsx';
import { NoMarketData } from './no-market-data.tsx';
import { SectorPanel } from './sector-panel.tsx';
import { TechnicalPanels } from './technical-panels.tsx';
import { Tiles } from './tiles.tsx';

const route = getRouteApi('/market');

/** One session of the whole market: how far it moved, how broadly, where, and in what state it is. */
export function MarketPage() {
  const { as_of: asOf, timeframe = '1d', active = 'volume' } = route.useSearch();
  const navigate = useNavigate({ from: '/market' });
  const query = useQuery(overviewQuery(asOf));
  const meta = query.data?.meta;
  return (
    <Page
      title="Market"
      controls={
        <Freshness
          asOf={asOf}
          meta={meta}
          onAsOf={(date) => void navigate({ search: (old) => ({ ...old, as_of: date }) })}
        />
      }
    >
      <Loaded
        query={query}
        skeleton={<MarketSkeleton />}
        renderProblem={(problem) =>
          problem.code === 'no-market-data' ? <NoMarketData asOf={asOf} problem={problem} /> : undefined
        }
      >
        {({ market_overview: overview, meta }) => (
          <PanelFactsProvider
            value={{ asOf: overview.date, definitions: meta.definitions, stale: query.isError }}
          >
            <FlashScopeProvider value={asOf ?? 'live'}>
              <Tiles overview={overview} meta={meta} />
              <div className="grid gap-3 lg:grid-cols-3">
                <IndexPanel
                  asOf={asOf}
                  timeframe={timeframe}
                  onTimeframe={(next) =>
                    void navigate({ search: (old) => ({ ...old, timeframe: next }), replace: true })
                  }
                />
                <BreadthPanel overview={overview} />
              </div>
              <MoverPanels
                overview={overview}
                active={active}
                onActive={(next) =>
                  void navigate({ search: (old) => ({ ...old, active: next }), replace: true })
                }
              />
              <div className="grid gap-3 lg:grid-cols-2">
                <SectorPanel overview={overview} />
                <TechnicalPanels overview={overview} />
              </div>
            </FlashScopeProvider>
          </PanelFactsProvider>
        )}
      </Loaded>
    </Page>
  );
}
