import { memo } from 'react';
import type { MarketMeta, MarketOverview } from '#contracts/market';
import { compactUsd, count, percent, score } from '../../format/numbers.ts';
import { Change } from '../../ui/change.tsx';
import { FigureText } from '../../ui/figure.tsx';
import { Tile, TileGrid } from '../../ui/tile.tsx';

const TREND_WORDS = { bullish: 'Bullish', bearish: 'Bearish', neutral: 'Neutral' } as const;
const TREND_INK = { bullish: 'text-gain', bearish: 'text-loss', neutral: 'text-ink' } as const;
const TREND_SIGN = { bullish: '▲', bearish: '▼', neutral: '■' } as const;

interface TilesProps {
  readonly overview: MarketOverview;
  readonly meta: MarketMeta;
}

/** The session in six figures. */
export const Tiles = memo(function Tiles({ overview, meta }: TilesProps) {
  const why = meta.notes.length === 0 ? 'Not enough data for this figure yet.' : meta.notes.join(' ');
  return (
    <section aria-labelledby="session-title" className="panel overflow-hidden">
      <h2 id="session-title" className="sr-only">
        The session in figures
      </h2>
      <TileGrid>
        <Tile
          title="Index"
          defines={['index_change_percent_cap_weight', 'change_percent']}
          flash={overview.index_change_percent_cap_weight}
          note={
            <>
              Equal weight <Change value={overview.index_change_percent_equal_weight} />
            </>
          }
        >
          {overview.index_change_percent_cap_weight === null ? (
            <FigureText text="—" reason={why} />
          ) : (
            <Change value={overview.index_change_percent_cap_weight} />
          )}
        </Tile>
        <Tile
          title="Market cap"
          defines={['total_market_cap']}
          flash={overview.total_market_cap}
          note={`${count(overview.total_market_cap_members)} of ${count(overview.symbols)} symbols`}
        >
          <FigureText text={compactUsd(overview.total_market_cap)} reason={why} />
        </Tile>
        <Tile
          title="Trend"
          defines={['market_trend']}
          flash={overview.trend.score}
          note={`Score ${score(overview.trend.score)} of ±1`}
        >
          <span className={TREND_INK[overview.market_trend]}>
            <span aria-hidden="true" className="text-base">
              {TREND_SIGN[overview.market_trend]}{' '}
            </span>
            {TREND_WORDS[overview.market_trend]}
          </span>
        </Tile>
        <Tile
          title="Volatility, 21 days"
          defines={['volatility_index']}
          flash={overview.volatility_index}
          note={`63 days ${percent(overview.realised_volatility_63d)}`}
        >
          <FigureText text={percent(overview.volatility_index)} reason={why} />
        </Tile>
        <Tile
          title="Advancing"
          defines={['change_percent', 'symbols']}
          flash={overview.advancers}
          note={`${count(overview.decliners)} down, ${count(overview.unchanged)} flat`}
        >
          {count(overview.advancers)}
        </Tile>
        <Tile
          title="New 52-week highs"
          defines={['new_52w_highs']}
          flash={overview.new_52w_highs}
          note={`${count(overview.new_52w_lows)} new lows`}
        >
          {count(overview.new_52w_highs)}
        </Tile>
      </TileGrid>
    </section>
  );
});
