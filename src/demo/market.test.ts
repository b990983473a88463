import { describe, expect, it } from 'vitest';
import { LISTINGS } from './companies.ts';
import { simulatedMarket } from './market.ts';

const DAY = Date.UTC(2026, 10, 24) / 86_400_000;
const market = simulatedMarket(DAY);

describe('the simulated market', () => {
  it('lists some sixty companies of eleven sectors and four coins, each once', () => {
    const symbols = LISTINGS.map(({ symbol }) => symbol);
    expect(new Set(symbols).size).toBe(symbols.length);
    expect(new Set(LISTINGS.map(({ sector }) => sector)).size).toBe(12);
    expect(LISTINGS.filter(({ assetClass }) => assetClass === 'crypto')).toHaveLength(4);
    expect(symbols.length).toBeGreaterThan(55);
  });

  it('ends on the day asked for and shows three years; companies rest at weekends, coins do not', () => {
    for (const { instrument, bars } of market) {
      expect(bars.at(-1)?.day).toBe(DAY);
      expect(DAY - (bars[0]?.day ?? 0)).toBeGreaterThan(3 * 365 - 4);
      const weekdays = new Set(bars.map(({ day }) => new Date(day * 86_400_000).getUTCDay()));
      expect(weekdays.size).toBe(instrument.assetClass === 'crypto' ? 7 : 5);
    }
  });

  it('changes nothing that was when a day is added', () => {
    const later = simulatedMarket(DAY + 9);
    for (const [place, { bars }] of market.entries()) {
      const raw = (it: (typeof bars)[number]) => [
        it.day,
        it.open,
        it.high,
        it.low,
        it.close,
        it.volume,
        it.split,
      ];
      const shared = bars.slice(20, -1).map(raw);
      const again = new Map(later[place]?.bars.map((bar) => [bar.day, raw(bar)]));
      expect(shared.map(([day]) => again.get(day as number))).toEqual(shared);
    }
  });

  it('has bars that an exchange could have made', () => {
    for (const { bars } of market)
      for (const { open, high, low, close, volume } of bars) {
        expect(Math.min(open, close)).toBeGreaterThanOrEqual(low);
        expect(Math.max(open, close)).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThan(0);
        expect(volume).toBeGreaterThan(0);
      }
  });

  it('splits, pays and adjusts: adjusted closes never jump by a split', () => {
    const all = market.flatMap(({ bars }) => bars);
    expect(all.filter(({ split }) => split !== 1).length).toBeGreaterThan(2);
    expect(all.filter(({ dividend }) => dividend > 0).length).toBeGreaterThan(200);
    for (const { instrument, bars } of market) {
      if (instrument.assetClass === 'crypto') continue;
      for (let i = 1; i < bars.length; i += 1) {
        const change = (bars[i]?.adjustedClose ?? 0) / (bars[i - 1]?.adjustedClose ?? 1) - 1;
        expect(Math.abs(change)).toBeLessThan(0.35);
      }
    }
  });

  it('moves together: companies of a sector more than companies of two', () => {
    const returns = (symbol: string) => {
      const bars = market.find(({ instrument }) => instrument.symbol === symbol)?.bars ?? [];
      return bars
        .slice(1)
        .map(({ adjustedClose }, i) => Math.log(adjustedClose / (bars[i]?.adjustedClose ?? 1)));
    };
    const mean = (pairs: readonly (readonly [string, string])[]) =>
      pairs.reduce((sum, [a, b]) => sum + correlation(returns(a), returns(b)), 0) / pairs.length;
    const groups = Map.groupBy(
      LISTINGS.filter(({ sector }) => sector !== null),
      ({ sector }) => sector,
    );
    const sectors = [...groups.values()].map((group) => group.map(({ symbol }) => symbol));
    const within = sectors.map(([a, b]) => [a ?? '', b ?? ''] as const);
    const across = sectors.map(([a], i) => [a ?? '', sectors[(i + 1) % sectors.length]?.[0] ?? ''] as const);
    expect(mean(across)).toBeGreaterThan(0.1);
    expect(mean(within)).toBeGreaterThan(mean(across) + 0.05);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, it, i) => sum + (it - mx) * ((y[i] ?? 0) - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}
