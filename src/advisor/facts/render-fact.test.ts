import { expect, it } from 'vitest';
import { type Fact, gatherFacts, type NewFact } from './fact.ts';
import { renderFact } from './render-fact.ts';

const NO_NAMES = {
  subjects: new Map(),
  strangers: { hasSymbol: () => false, hasName: () => false },
};

function fact(given: Partial<NewFact>): Fact {
  const about = { id: 'x', label: 'x', unit: 'percent', source: 'test', value: 12.345 } as const;
  const made = gatherFacts([{ ...about, ...given }], NO_NAMES).facts.get('x');
  if (made === undefined) throw new Error('the fact is missing');
  return made;
}

it('signs what rises or falls, but not a size such as a drawdown', () => {
  expect(renderFact(fact({ direction: 1 }))).toBe('+12.35%');
  expect(renderFact(fact({ direction: -1, value: -12.345 }))).toBe('−12.35%');
  expect(renderFact(fact({ direction: -1, value: -12.345 }), true)).toBe('12.35%');
  expect(renderFact(fact({ direction: -1 }))).toBe('12.35%');
  expect(renderFact(fact({}))).toBe('12.35%');
});
