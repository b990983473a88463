import { expect, it } from 'vitest';
import { builtInModels, createCatalogue } from '../catalogue/catalogue.ts';
import type { RouteDecision } from '../routing/decide.ts';
import type { Ranked } from '../routing/scoring.ts';
import { toChatTask } from '../surface/chat-task.ts';
import type { Attempt } from './attempt.ts';
import { inReach, leftUsdOf } from './in-reach.ts';

const { models, version } = builtInModels();
const catalogue = createCatalogue(models, version);
const body = { model: 'auto', messages: [{ role: 'user' as const, content: 'Hm?' }] };
const task = { ...toChatTask(body, { requestId: 'r', principalId: 'p', catalogue }), budgetLimitUsd: 1 };
const unlimited = { remainingUsd: () => null };
// Only what is read of an attempt.
const paid = (costUsd: number) => ({ result: { costUsd } }) as Attempt;

function candidate(name: string, worstCostUsd: number, p90LatencyMs: number): Ranked {
  const figures = { quality: 1, expectedCostUsd: 0, missProbability: 0, reliability: 1, utility: 0 };
  return { model: catalogue.find(name).model, ...figures, worstCostUsd, expectedLatencyMs: 1, p90LatencyMs };
}

it('takes what failures cost from what the request may cost', () => {
  expect(leftUsdOf(task, [paid(0.25), paid(0.25)], unlimited)).toBeCloseTo(0.5, 12);
  expect(leftUsdOf(task, [paid(0.25)], { remainingUsd: () => 0.5 })).toBeCloseTo(0.25, 12);
  expect(leftUsdOf({ ...task, budgetLimitUsd: null }, [paid(9)], unlimited)).toBe(Infinity);
});

it('passes over who is too dear or too slow by now, and says so', () => {
  const decision: RouteDecision = { ranking: [], rejected: [], reasons: [], decidedInUs: 0 };
  const queue = [
    candidate('gpt-4o', 0.9, 100),
    candidate('claude-haiku-4-5', 0.5, 60_000),
    candidate('gpt-4o-mini', 0.5, 100),
  ];
  const spent = { task, attempts: [paid(0.4)], decision, deadlineAt: performance.now() + 5_000 };
  expect(inReach(queue, spent, unlimited).map(({ model }) => model.id)).toEqual(['gpt-4o-mini']);
  expect(decision.reasons).toEqual([
    'gpt-4o was passed over after a failure: it may cost $0.9000; $0.6000 is left.',
    expect.stringMatching(
      /^claude-haiku-4-5 was passed over after a failure: its predicted p90 of 60\.0 s exceeds/,
    ),
  ]);
});
