import { DomainError, type FieldError } from '#platform';
import { nearSymbols } from './symbol-search.ts';
import type { NoMarketData, Universe } from './universe-types.ts';

export function unknownSymbol(universe: Universe, symbol: string): DomainError {
  const near = nearSymbols(universe.instruments, symbol);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(', ')}?`
      : 'GET /analytics/market/symbols?search= finds symbols; `richesreach import market` brings new ones.';
  return new DomainError('unknown-symbol', `There are no bars of "${symbol}". ${hint}`);
}

/** Turns the engine's "no answer" into the problem the client sees. */
export function noMarketData(universe: Universe, outcome: NoMarketData, symbol?: string): DomainError {
  if (outcome.reason === 'unknown-symbol' && symbol !== undefined) return unknownSymbol(universe, symbol);
  if (outcome.reason === 'before-first-session')
    return new DomainError(
      'no-market-data',
      `The first session${symbol === undefined ? '' : ` of ${symbol}`} is ${outcome.firstDate}. Ask for that day or a later one.`,
    );
  return new DomainError(
    'no-market-data',
    'No market data were imported yet. Bring some with `richesreach import market FILES…` or POST /analytics/market-data.',
  );
}

export function noIntradayData(symbol: string | undefined): DomainError {
  if (symbol === undefined)
    return new DomainError(
      'no-market-data',
      'The index is computed from daily bars. Name a symbol for timeframe=1h, or use 1d, 1w or 1m.',
    );
  return new DomainError(
    'no-market-data',
    `There are no quotes of ${symbol} to make hourly bars of. Post some to /analytics/market-data, or use timeframe=1d, 1w or 1m.`,
  );
}

/** A single refused quote fails its request; among several it would only be listed. */
export function refusedQuote({ pointer, message }: FieldError): DomainError {
  return new DomainError('invalid-fields', `${pointer} ${message}.`, { errors: [{ pointer, message }] });
}
