import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Problem } from '#contracts/common';
import { symbolsQuery } from '../../api/market.ts';
import { overlay } from '../../shell/overlays.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';

/** What was meant, perhaps. */
export function UnknownSymbol({ symbol, problem }: { readonly symbol: string; readonly problem: Problem }) {
  const whole = useQuery(symbolsQuery(symbol, 5));
  const firstLetter = useQuery(symbolsQuery(symbol.slice(0, 1), 5));
  const found = whole.data?.symbols ?? [];
  const matches = found.length > 0 ? found : (firstLetter.data?.symbols ?? []);
  return (
    <EmptyState
      title={
        problem.code === 'no-market-data'
          ? `There are no bars of ${symbol} here`
          : `There is no symbol ${symbol}`
      }
      action={
        <div>
          <Button icon="search" onClick={() => overlay.set('palette')}>
            Search symbols
          </Button>
        </div>
      }
    >
      <p>{problem.detail}</p>
      {matches.length === 0 ? null : (
        <>
          <p className="pt-3 pb-1 text-ink">Near it:</p>
          <ul className="flex flex-col">
            {matches.map(({ symbol: near, name }) => (
              <li key={near}>
                <Link
                  to="/market/$symbol"
                  params={{ symbol: near }}
                  className="flex items-baseline gap-2 rounded-md px-2 py-1 hover:bg-sunken"
                >
                  <span className="font-semibold text-ink">{near}</span>
                  <span className="truncate">{name}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </EmptyState>
  );
}
