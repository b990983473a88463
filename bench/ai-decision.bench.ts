/**
 * One routing decision with 8 models of three vendors and a prompt of 4 kB, from the parsed request to the ranking:
 * constraints, budgets, beliefs, scores.
 *
 *   node bench/ai-decision.bench.ts
 */
import { createLogger, systemClock } from '#platform';
import { createBudgetBook } from '../src/ai/budget/budget-book.ts';
import { builtInModels, createCatalogue } from '../src/ai/catalogue/catalogue.ts';
import { createKillSwitches } from '../src/ai/control/kill-switches.ts';
import { DEADLINES } from '../src/ai/execution/engine.ts';
import { createGateway } from '../src/ai/gateway.ts';
import { remember } from '../src/ai/live/memory.ts';
import { createProviders } from '../src/ai/providers/registry.ts';
import { createUpstream } from '../src/ai/providers/upstream.ts';
import { createQualityBook } from '../src/ai/quality/quality-book.ts';
import { toChatTask } from '../src/ai/surface/chat-task.ts';
import { machine, quantile } from './measure.ts';

const MODELS = [
  'gpt-4o',
  'gpt-4o-mini',
  'gpt-4.1',
  'gpt-5-mini',
  'claude-sonnet-4-6',
  'claude-haiku-4-5',
  'gemini-2.5-pro',
  'gemini-2.5-flash',
];
const PROMPT = 'Explain how a covered call changes the risk of a position. '.repeat(70);
const WARM_UP = 5_000;
const DECISIONS = 50_000;
const NANO_PER_USD = 1e9;

const nothing = () => Promise.resolve([]);
const never = () => Promise.reject(new Error('A decision writes nothing.'));
const upstream = createUpstream();
const vendor = { apiKey: 'bench', baseUrl: 'http://127.0.0.1:9' };
const limit = { span: 'day', limitNano: 100 * NANO_PER_USD } as const;
const budgets = await createBudgetBook({
  clock: systemClock,
  logger: createLogger({ logLevel: 'warn' }),
  limits: {
    budgets: () =>
      Promise.resolve([
        { scope: 'global', subject: '', ...limit },
        { scope: 'key', subject: '*', ...limit },
        { scope: 'user', subject: '*', ...limit },
      ]),
    put: never,
    remove: never,
  },
  accounts: { accounts: nothing, lease: never, settle: never, writeOffExpired: () => Promise.resolve(0) },
});
const { models, version } = builtInModels();
const catalogue = createCatalogue(
  models.filter(({ id }) => MODELS.includes(id)),
  version,
);
const gateway = createGateway({
  clock: systemClock,
  catalogue,
  providers: createProviders(
    { providers: { openai: vendor, anthropic: vendor, google: vendor }, compatibleServers: [] },
    undefined,
    upstream,
  ),
  deadlines: DEADLINES,
  budgets,
  quality: await createQualityBook({ totals: nothing, put: never }),
  killSwitches: await createKillSwitches({ list: nothing, put: never, remove: never }),
  recorder: { add: () => undefined },
  reference: null,
  tokenCounter: { count: () => null, [Symbol.asyncDispose]: () => Promise.resolve() },
  memory: remember([], systemClock.now(), 1),
});

const elapsedUs: number[] = [];
for (let turn = -WARM_UP; turn < DECISIONS; turn += 1) {
  const messages = [{ role: 'user' as const, content: `${turn} ${PROMPT}` }];
  const startedAt = performance.now();
  const task = toChatTask(
    { model: 'auto', messages, user: `user-${turn % 100}` },
    { requestId: 'bench', principalId: 'bench', catalogue },
  );
  const { ranking } = gateway.router.decide(task);
  if (turn >= 0) elapsedUs.push((performance.now() - startedAt) * 1_000);
  if (ranking.length !== MODELS.length) throw new Error(`Only ${ranking.length} models can answer.`);
}
const [p50, p99, p999] = [0.5, 0.99, 0.999].map((share) => quantile(elapsedUs, share).toFixed(1));
console.log(`${machine()}; ${DECISIONS} decisions, ${MODELS.length} models, ${PROMPT.length} bytes`);
console.log(`decision p50 ${p50} µs, p99 ${p99} µs (target <= 200), p99.9 ${p999} µs`);
await budgets[Symbol.asyncDispose]();
await upstream[Symbol.asyncDispose]();
