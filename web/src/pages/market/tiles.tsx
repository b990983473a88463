import type { ReactNode } from 'react';
import type { MarketMeta, MarketOverview } from '#contracts/market';
import { compactUsd, count, type Figure, percent, score } from '../../format/numbers.ts';
import { Change } from '../../ui/change.tsx';
import { DefinitionHint } from '../../ui/definition-hint.tsx';
import { FigureText } from '../../ui/figure.tsx';
import { Flash } from '../../ui/flash.tsx';

const TREND_WORDS = { bullish: 'Bullish', bearish: 'Bearish', neutral: 'Neutral' } as const;
const TREND_INK = { bullish: 'text-gain', bearish: 'text-loss', neutral: 'text-ink' } as const;
const TREND_SIGN = { bullish: '▲', bearish: '▼', neutral: '■' } as const;

interface TilesProps {
  readonly overview: MarketOverview;
  readonly meta: MarketMeta;
}

/** The session in six figures. */
export function Tiles({ overview, meta }: TilesProps) {
  const why = meta.notes.length === 0 ? 'Not enough data for this figure yet.' : meta.notes.join(' ');
  return (
    <section
      aria-label="The session in figures"
      className="panel grid grid-cols-2 sm:grid-cols-3 xl:grid-cols-6"
    >
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
    </section>
  );
}

interface TileProps {
  readonly title: string;
  readonly defines: readonly string[];
  readonly flash: Figure;
  readonly note: ReactNode;
  readonly children: ReactNode;
}

function Tile({ title, defines, flash, note, children }: TileProps) {
  return (
    <div className="min-w-0 border-line px-4 py-3 max-sm:odd:border-r max-sm:[&:nth-child(n+3)]:border-t sm:max-xl:not-[&:nth-child(3n)]:border-r sm:max-xl:[&:nth-child(n+4)]:border-t xl:not-last:border-r">
      <div className="flex h-6 items-center gap-0.5 text-xs text-muted">
        <h2>{title}</h2>
        <DefinitionHint title={title} defines={defines} />
      </div>
      <p className="truncate text-xl font-semibold">
        <Flash value={flash}>{children}</Flash>
      </p>
      <p className="truncate text-xs text-muted">{note}</p>
    </div>
  );
}
