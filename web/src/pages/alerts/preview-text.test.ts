import { expect, it } from 'vitest';
import type { RulePreview } from '#contracts/alerts';
import { previewText } from './preview-text.ts';

it('says how often a rule would have fired, and for how long', () => {
  const text = (fired: number, firing_seconds: number, hours: number) =>
    previewText({ fired, firing_seconds } as RulePreview, hours);
  expect([text(0, 0, 24), text(1, 90, 24), text(12, 7_300, 168)]).toEqual([
    'It would not have fired in the last 24 hours.',
    'It would have fired once in the last 24 hours, for 1 min in all.',
    'It would have fired 12 times in the last 7 days, for 2 h in all.',
  ]);
});
