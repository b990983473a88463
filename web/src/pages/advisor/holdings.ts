import type { PortfolioAdviceBody } from '#contracts/advisor';
import type { OBJECTIVES } from '#contracts/choices';

export type Objective = (typeof OBJECTIVES)[number];
export type Amount = 'weight' | 'quantity';

/** One line of the table of holdings, as typed. */
export interface HoldingDraft {
  readonly id: number;
  readonly symbol: string;
  readonly amount: string;
}

/** What the form for a portfolio holds. Weights and limits are percentages, as people write them. */
export interface PortfolioDraft {
  readonly holdings: readonly HoldingDraft[];
  readonly unit: Amount;
  readonly objective: Objective;
  readonly maxWeight: string;
  readonly minWeight: string;
  /** A year's return or volatility, where the objective asks for one. */
  readonly target: string;
}

/** The portfolio as the server takes it: percentages become fractions, lines without a symbol are none. */
export function portfolioOf(draft: PortfolioDraft): PortfolioAdviceBody {
  const { objective, unit, target } = draft;
  const factor = unit === 'weight' ? 0.01 : 1;
  const share = (text: string) => Number(text) / 100;
  return {
    holdings: draft.holdings
      .filter(({ symbol }) => symbol.trim() !== '')
      .map(({ symbol, amount }) => ({
        symbol: symbol.trim().toUpperCase(),
        [unit]: Number(amount) * factor,
      })),
    objective,
    constraints: {
      ...(draft.maxWeight === '' ? {} : { max_weight: share(draft.maxWeight) }),
      ...(draft.minWeight === '' ? {} : { min_weight: share(draft.minWeight) }),
      ...(hasTarget(objective) && target !== '' ? { [objective]: share(target) } : {}),
    },
    include_frontier: true,
  };
}

/** Whether an objective needs a figure to reach. */
export function hasTarget(objective: Objective): objective is 'target_return' | 'target_volatility' {
  return objective === 'target_return' || objective === 'target_volatility';
}

/** What pasted lines hold, or the line that could not be read. */
export type PastedHoldings =
  | { readonly holdings: readonly HoldingDraft[]; readonly unit: Amount }
  | { readonly problem: string };

/**
 * Reads `symbol,quantity` or `symbol,weight` lines; commas, semicolons and tabs part them. Without a head the
 * amounts are quantities. Weights that sum to about 1 are fractions and become percentages.
 */
export function readPasted(text: string): PastedHoldings {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
    .filter((cells) => cells.some((cell) => cell !== ''));
  const head = lines[0]?.map((cell) => cell.toLowerCase()) ?? [];
  const hasHead = head.includes('symbol');
  const unit: Amount = head.includes('weight') ? 'weight' : 'quantity';
  const symbolAt = hasHead ? head.indexOf('symbol') : 0;
  const amountAt = hasHead ? head.indexOf(unit) : 1;
  if (hasHead && amountAt < 0) return { problem: 'The head has no column quantity and no column weight.' };
  const holdings: HoldingDraft[] = [];
  for (const [id, cells] of (hasHead ? lines.slice(1) : lines).entries()) {
    const symbol = cells[symbolAt] ?? '';
    const amount = (cells[amountAt] ?? '').replace(/%$/, '');
    if (symbol === '' || amount === '' || !Number.isFinite(Number(amount)))
      return { problem: `Line ${id + (hasHead ? 2 : 1)} is no symbol and a number: ${cells.join(',')}` };
    holdings.push({ id, symbol, amount });
  }
  if (holdings.length === 0) return { problem: 'There is no holding in what was pasted.' };
  return { unit, holdings: unit === 'weight' ? inPercent(holdings) : holdings };
}

function inPercent(holdings: readonly HoldingDraft[]): readonly HoldingDraft[] {
  const sum = holdings.reduce((total, { amount }) => total + Number(amount), 0);
  if (Math.abs(sum - 1) > 0.02) return holdings;
  return holdings.map((holding) => ({
    ...holding,
    amount: String(Number((100 * Number(holding.amount)).toPrecision(12))),
  }));
}
