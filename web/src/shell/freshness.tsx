import type { MarketMeta } from '#contracts/market';
import type { AsOf } from '../api/market.ts';
import { Badge } from '../ui/badge.tsx';
import { Hint } from '../ui/hint.tsx';
import { AsOfControl } from './as-of.tsx';
import { LiveBadge } from './live-badge.tsx';

interface FreshnessProps {
  readonly asOf: AsOf;
  readonly meta: MarketMeta | undefined;
  readonly onAsOf: (asOf: AsOf) => void;
}

/** What time the figures of a page belong to, whether they are real, and whether they move. */
export function Freshness({ asOf, meta, onAsOf }: FreshnessProps) {
  return (
    <>
      {meta?.simulated === true ? (
        <Hint
          label="What simulated means"
          hint="These instruments and prices are invented, so that every page has something to show. Importing real market data removes them."
        >
          <Badge tone="warn">simulated</Badge>
        </Hint>
      ) : null}
      {meta?.stale === true && asOf === undefined ? (
        <Hint
          label="What not current means"
          hint="The last session here is older than the last completed weekday. Import newer bars to bring the page up to date."
        >
          <Badge tone="warn">not current</Badge>
        </Hint>
      ) : null}
      <div className="grow" />
      <AsOfControl asOf={asOf} session={meta?.as_of ?? undefined} onChange={onAsOf} />
      {asOf === undefined ? <LiveBadge /> : <Badge>history</Badge>}
    </>
  );
}
