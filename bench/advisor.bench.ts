// What the advisor costs on the thread that serves requests, on the real bars. `node bench/advisor.bench.ts`
import { marketFacts } from '../src/advisor/facts/market-facts.ts';
import { marketSubject } from '../src/advisor/facts/market-subject.ts';
import { ground } from '../src/advisor/grounding/ground.ts';
import { readNews } from '../src/advisor/read-news.ts';
import { marketText } from '../src/advisor/writing/market-text.ts';
import { createUniverse } from '../src/market/universe.ts';
import { pricePanel } from '../src/portfolio/market-prices.ts';
import { loadSentimentAnalyser } from '../src/sentiment/index.ts';
import { loadSp500 } from '../test/support/sp500.ts';
import { leastOf, machine } from './measure.ts';

const { instruments, bars } = loadSp500();
const universe = createUniverse(instruments, bars);
const symbols = instruments.map(({ symbol }) => symbol);
console.log(machine());

const analysis = leastOf(20, () => {
  const subject = marketSubject(universe, 'AAPL', '1d');
  if (subject === undefined) throw new Error('no bars of AAPL');
  const { table } = marketFacts(subject, 'comprehensive');
  ground(marketText(table, 'AAPL', 'comprehensive').join('\n\n'), table);
});
console.log(`comprehensive analysis of a symbol, text checked: ${analysis.toFixed(2)} ms`);
for (const n of [20, 100, 480])
  console.log(
    `prices of ${n} holdings for the optimiser's thread: ${leastOf(5, () => pricePanel(universe, symbols.slice(0, n), 1_260)).toFixed(1)} ms`,
  );

const analyser = await loadSentimentAnalyser();
const article = {
  title: 'Apple shares rise after record profit',
  content: 'Sales rose. Costs fell. '.repeat(20_000),
};
const news = Array.from({ length: 1_000 }, () => article);
const deps = {
  clock: { now: () => Date.now() },
  market: { universe: async () => universe },
  sentiment: async () => analyser,
  ai: undefined,
} as unknown as Parameters<typeof readNews>[1];
const job = {
  call: { requestId: '', principalId: '', signal: new AbortController().signal },
  onProgress: () => undefined,
  onStep: () => undefined,
};
let longest = 0;
let last = performance.now();
const watch = setInterval(() => {
  longest = Math.max(longest, performance.now() - last);
  last = performance.now();
}, 1);
const started = performance.now();
await readNews(news, deps, job);
clearInterval(watch);
console.log(
  `1,000 articles of 480 KB: ${(performance.now() - started).toFixed(0)} ms, longest hold of the event loop ${longest.toFixed(0)} ms`,
);
