import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { barsQuery, tailQuery } from '../../api/market.ts';
import { Freshness } from '../../shell/freshness.tsx';
import { Page } from '../../shell/page.tsx';
import { FlashScopeProvider } from '../../ui/flash.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { withTail } from './bars.ts';
import { IndicatorsPanel } from './indicators-panel.tsx';
import { PricePanel } from './price-panel.tsx';
import { SymbolHeader } from './symbol-header.tsx';
import { SymbolSkeleton } from './symbol-skeleton.tsx';
import { UnknownSymbol } from './unknown-symbol.tsx';

const route = getRouteApi('/market/$symbol');

/** One instrument: its price, its change, and every bar. */
export function SymbolPage() {
  const { symbol } = route.useParams();
  const { as_of: asOf, adjustment = 'splits', range = '1y' } = route.useSearch();
  const navigate = useNavigate({ from: '/market/$symbol' });
  const all = useQuery(barsQuery(symbol, adjustment, asOf));
  const tail = useQuery({ ...tailQuery(symbol, adjustment, asOf), enabled: asOf === undefined });
  // A change is a price return, so it is always taken from bars restated for splits.
  const change = useQuery(tailQuery(symbol, 'splits', asOf));
  const bars = useMemo(
    () => (all.data === undefined ? undefined : withTail(all.data.bars, tail.data?.bars ?? [])),
    [all.data, tail.data],
  );
  useReloadWhenRestated(bars === null, symbol);
  const meta = tail.data?.meta ?? all.data?.meta;
  return (
    <Page
      title={symbol}
      crumbs={
        <>
          <Link
            to="/market"
            search={asOf === undefined ? {} : { as_of: asOf }}
            className="rounded-sm hover:text-ink"
          >
            Market
          </Link>
          <span aria-hidden="true">/</span>
        </>
      }
      controls={
        <Freshness
          asOf={asOf}
          meta={meta}
          onAsOf={(date) => void navigate({ search: (old) => ({ ...old, as_of: date }) })}
        />
      }
    >
      <Loaded
        query={all}
        skeleton={<SymbolSkeleton />}
        renderProblem={(problem) =>
          problem.status === 404 || problem.code === 'invalid-fields' ? (
            <UnknownSymbol symbol={symbol} problem={problem} />
          ) : undefined
        }
      >
        {(answer) => (
          <PanelFactsProvider
            value={{
              asOf: meta?.as_of ?? null,
              definitions: answer.meta.definitions,
              stale: all.isError || tail.isError,
            }}
          >
            <FlashScopeProvider value={`${symbol} ${adjustment} ${asOf ?? 'live'}`}>
              <SymbolHeader
                answer={answer}
                bars={bars ?? answer.bars}
                latest={change.data?.bars ?? []}
                adjustment={adjustment}
              />
              <PricePanel
                symbol={symbol}
                bars={bars ?? answer.bars}
                loaded={answer.bars}
                truncated={answer.truncated}
                adjustment={adjustment}
                range={range}
                onAdjustment={(next) =>
                  void navigate({ search: (old) => ({ ...old, adjustment: next }), replace: true })
                }
                onRange={(next) =>
                  void navigate({ search: (old) => ({ ...old, range: next }), replace: true })
                }
              />
              <IndicatorsPanel symbol={symbol} asOf={asOf} />
            </FlashScopeProvider>
          </PanelFactsProvider>
        )}
      </Loaded>
    </Page>
  );
}

/** After a split the older bars are other numbers, so all of them are loaded again. */
function useReloadWhenRestated(restated: boolean, symbol: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (restated) void queries.invalidateQueries({ queryKey: ['bars', symbol] });
  }, [restated, symbol, queries]);
}
