import { queryOptions } from '@tanstack/react-query';
import type { IndicatorsAnswer } from '#contracts/indicators';
import { requestJson, withQuery } from './client.ts';
import { LIVE_MARKET } from './live-keys.ts';
import type { AsOf } from './market.ts';

/** Three lengths of average and the others by their customary parameters. */
const SHOWN =
  'sma(20),sma(50),sma(200),bollinger,rsi,macd,stochastic,adx,atr,cci,williams_r,mfi,roc,obv,vwap_rolling';

/** The indicators of a symbol over about one year of daily bars, restated for splits. */
export function indicatorsQuery(symbol: string, asOf: AsOf) {
  return queryOptions({
    queryKey: [...(asOf === undefined ? LIVE_MARKET : ['market', asOf]), 'indicators', symbol],
    queryFn: ({ signal }) =>
      requestJson<IndicatorsAnswer>(
        withQuery(`/analytics/market/indicators/${encodeURIComponent(symbol)}`, {
          indicators: SHOWN,
          as_of: asOf,
        }),
        { signal },
      ),
  });
}
