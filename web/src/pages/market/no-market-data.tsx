import type { Problem } from '#contracts/common';
import type { AsOf } from '../../api/market.ts';
import { EmptyState } from '../../ui/states.tsx';

/** Nothing imported yet, or nothing on or before the date asked for. */
export function NoMarketData({ asOf, problem }: { readonly asOf: AsOf; readonly problem: Problem }) {
  if (asOf !== undefined) {
    return (
      <EmptyState title="There is no session on or before this date">
        <p>{problem.detail} Choose a later date, or go back to the latest session.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No market data yet" command={{ label: 'Post a first quote', code: quoteCommand() }}>
      <p>
        Import daily bars with <code className="font-mono text-ink">richesreach import market FILES</code>, or
        post quotes as they come. This page shows them at once.
      </p>
    </EmptyState>
  );
}

function quoteCommand(): string {
  return `curl -X POST ${window.location.origin}/analytics/market-data \\
  -H 'content-type: application/json' \\
  -d '{"symbol":"AAPL","price":231.4,"volume":1000000}'`;
}
