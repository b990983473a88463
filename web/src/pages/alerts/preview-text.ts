import type { RulePreview } from '#contracts/alerts';
import { age } from '../../format/time.ts';

/** How loud a rule would have been, in a sentence. */
export function previewText({ fired, firing_seconds }: RulePreview, hours: number): string {
  const period = hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`;
  if (fired === 0) return `It would not have fired in the last ${period}.`;
  const times = fired === 1 ? 'once' : `${fired} times`;
  return `It would have fired ${times} in the last ${period}, for ${age(firing_seconds * 1_000)} in all.`;
}
