import { describe, expect, it } from 'vitest';
import { FIRST_DRAFT, funnelOf, withoutStep, withStep, withText } from './funnel-draft.ts';

describe('the draft of a funnel', () => {
  it('tells pages from event types, and days in seconds', () => {
    const draft = withText({ ...FIRST_DRAFT, windowDays: '0.5', order: 'strict' }, 0, ' /pricing ');
    expect(funnelOf(draft)).toEqual({
      steps: [{ page: '/pricing' }, { event_type: 'user_login' }, { event_type: 'premium_upgrade' }],
      order: 'strict',
      window_seconds: 43_200,
    });
  });

  it('adds and removes steps without mixing them up', () => {
    const draft = withStep(withoutStep(withStep(FIRST_DRAFT), 1));
    const ids = draft.steps.map(({ id }) => id);
    expect(ids).toEqual([0, 2, 3, 4]);
    expect(withText(draft, 4, 'x').steps.at(-1)).toEqual({ id: 4, text: 'x' });
  });
});
