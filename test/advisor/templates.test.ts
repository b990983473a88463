import { describe, expect, it } from 'vitest';
import type { FactTable } from '../../src/advisor/facts/fact.ts';
import { ANALYSIS_TYPES, marketFacts } from '../../src/advisor/facts/market-facts.ts';
import { marketSubject } from '../../src/advisor/facts/market-subject.ts';
import { ground } from '../../src/advisor/grounding/ground.ts';
import { marketText } from '../../src/advisor/writing/market-text.ts';
import { newsText } from '../../src/advisor/writing/news-text.ts';
import { portfolioText } from '../../src/advisor/writing/portfolio-text.ts';
import { COMPANIES, madeUniverse, newsTable, portfolioTable } from './corpus.ts';

/** Why a template does not hold against its own facts; empty where it does. */
function complaints(template: readonly string[], table: FactTable): string[] {
  const answer = ground(template.join('\n\n'), table);
  return answer.kind === 'grounded'
    ? []
    : answer.refusals.map(({ message, quote }) => `${message} (${quote})`);
}

describe('templates hold against the facts they are filled with', () => {
  it('of symbols, whatever the prices, the bar and the type', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const universe = madeUniverse(seed);
      for (const [symbol] of COMPANIES)
        for (const timeframe of ['1d', '1w', '1m'] as const)
          for (const type of ANALYSIS_TYPES) {
            const asOfDay = seed % 2 === 0 ? undefined : 20_089 + 40 * seed;
            const subject = marketSubject(universe, symbol, timeframe, { asOfDay });
            if (subject === undefined) throw new Error(`no bars of ${symbol}`);
            const { table } = marketFacts(subject, type);
            expect(complaints(marketText(table, symbol, type), table), `${seed} ${symbol} ${type}`).toEqual(
              [],
            );
          }
    }
  });

  it('of portfolios and of news', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const [portfolio, news] = [portfolioTable(seed).table, newsTable(seed).table];
      expect(complaints(portfolioText(portfolio), portfolio), `portfolio ${seed}`).toEqual([]);
      expect(complaints(newsText(news), news), `news ${seed}`).toEqual([]);
    }
  });
});
