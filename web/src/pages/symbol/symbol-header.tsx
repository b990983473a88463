import type { ReactNode } from 'react';
import type { Bar, BarsAnswer } from '#contracts/market';
import type { Adjustment } from '../../api/market.ts';
import {
  compact,
  count,
  direction,
  NO_FIGURE,
  percentChange,
  price,
  priceChange,
} from '../../format/numbers.ts';
import { sessionDate } from '../../format/time.ts';
import { Badge } from '../../ui/badge.tsx';
import { DefinitionHint } from '../../ui/definition-hint.tsx';
import { FigureText } from '../../ui/figure.tsx';
import { Flash } from '../../ui/flash.tsx';
import { lastChange, yearRange } from './bars.ts';

interface SymbolHeaderProps {
  readonly answer: BarsAnswer;
  readonly bars: readonly Bar[];
  /** The last two bars, restated for splits. */
  readonly latest: readonly Bar[];
  readonly adjustment: Adjustment;
}

const INK = { up: 'text-gain', down: 'text-loss', flat: 'text-muted' } as const;

/** Who it is, what it costs, and how that changed. */
export function SymbolHeader({ answer, bars, latest, adjustment }: SymbolHeaderProps) {
  const last = latest.at(-1) ?? bars.at(-1);
  const change = lastChange(latest);
  if (last === undefined) return null;
  return (
    <section aria-label="Last session" className="panel flex flex-wrap items-end gap-x-10 gap-y-4 p-4">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 text-base">
          <span className="truncate">{answer.name ?? answer.symbol}</span>
          {answer.sector === null ? null : <Badge>{answer.sector}</Badge>}
        </p>
        <p className="flex flex-wrap items-baseline gap-x-3 pt-1">
          <span className="text-2xl font-semibold">
            <Flash value={last.close}>{price(last.close)}</Flash>
          </span>
          <span className="text-xs text-muted">USD</span>
          <span className={`text-base ${INK[direction(change?.percent)]}`}>
            <Flash value={change?.percent}>
              {priceChange(change?.amount)} ({percentChange(change?.percent)})
            </Flash>
          </span>
          <DefinitionHint title="Change" defines={['change_percent']} />
        </p>
        <p className="text-xs text-muted">
          As of <time dateTime={last.date}>{sessionDate(last.date)}</time>
        </p>
      </div>
      <dl className="grid grow grid-cols-2 gap-x-8 gap-y-2 sm:grid-cols-4 lg:max-w-3xl lg:grid-cols-5">
        <Fact name="Open">{price(last.open)}</Fact>
        <Fact name="Day range">
          {price(last.low)} – {price(last.high)}
        </Fact>
        <Fact name="Volume">{compact(last.volume)}</Fact>
        <Fact name="52-week range">
          <YearRange bars={bars} adjustment={adjustment} />
        </Fact>
        <Fact name="Sessions">{count(bars.length)}</Fact>
      </dl>
    </section>
  );
}

function YearRange({ bars, adjustment }: { readonly bars: readonly Bar[]; readonly adjustment: Adjustment }) {
  const year = adjustment === 'raw' ? null : yearRange(bars);
  if (year === null) {
    return (
      <FigureText
        text={NO_FIGURE}
        reason="Prices as traded cannot be compared across a split. Choose another adjustment to see the range."
      />
    );
  }
  return (
    <>
      {price(year.low)} – {price(year.high)}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="truncate">{children}</dd>
    </div>
  );
}
