import { describe, expect, it } from 'vitest';
import { changedStep, draftOf, movedStep, searchOfDraft, withoutStep, withStep } from './funnel-draft.ts';
import { FIRST_STEPS, type FunnelSearch } from './funnel-search.ts';

const DAYS = 30;
const FIRST = draftOf({}, DAYS);
const ids = (draft: typeof FIRST) => draft.steps.map(({ id }) => id);

describe('the draft of a funnel', () => {
  it.each<FunnelSearch>([
    { steps: FIRST_STEPS },
    { steps: [{ page: '/pricing' }, { event_type: 'purchase' }], order: 'strict', window: 5_400 },
    {
      steps: [
        { event_type: 'purchase', property: { name: 'plan', equals: 'pro' } },
        { property: { name: 'seats', equals: 5 } },
        { page: 'help', property: { name: 'beta', equals: true } },
        { event_type: 'share', property: { name: 'room', equals: '42' } },
        { event_type: 'share', property: { name: 'list', equals: '[1]' } },
      ],
      order: 'unordered',
      window: 2 * 86_400,
    },
  ])('gives back the address it was made of: %o', (search) => {
    expect(searchOfDraft(draftOf(search, DAYS), DAYS)).toEqual(search);
  });

  it('leaves the usual window out: a week, or the period where that is shorter', () => {
    expect(draftOf({}, 30).window).toEqual({ amount: '7', unit: 'days' });
    expect(draftOf({}, 2).window).toEqual({ amount: '2', unit: 'days' });
    const draft = { ...FIRST, window: { amount: '168', unit: 'hours' } } as const;
    expect(searchOfDraft(draft, 30)).not.toHaveProperty('window');
    expect(searchOfDraft(draft, 2)).toHaveProperty('window', 604_800);
    expect(draftOf({ window: 90 * 60 }, 30).window).toEqual({ amount: '90', unit: 'minutes' });
  });

  it('adds, moves, changes and removes steps without mixing them up', () => {
    const draft = withStep(withoutStep(withStep(FIRST), 1));
    expect(ids(draft)).toEqual([0, 2, 3, 4]);
    expect(ids(movedStep(draft, 4, -1))).toEqual([0, 2, 4, 3]);
    expect(ids(movedStep(draft, 0, 1))).toEqual([2, 0, 3, 4]);
    const changed = changedStep(draft, 4, { kind: 'page', text: ' /x ' });
    expect(searchOfDraft(changed, DAYS).steps?.at(-1)).toEqual({ page: '/x' });
  });
});
