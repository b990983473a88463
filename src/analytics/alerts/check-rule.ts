import type { AlertRuleBody } from '#contracts/alerts';
import { DomainError } from '#platform';
import type { ObservationStore } from './observation-store.ts';

/** What the schema cannot say. A rule on a metric that nobody records would wait for ever, most often for a misspelling. */
export async function checkRule(
  { condition, for_seconds }: Pick<AlertRuleBody, 'condition' | 'for_seconds'>,
  observations: Pick<ObservationStore, 'similarNames'>,
): Promise<void> {
  if ('metric' in condition) {
    const { metric } = condition;
    const similar = await observations.similarNames(metric);
    if (similar[0] !== metric) {
      const hint =
        similar.length === 0 ? 'no metric has been recorded yet' : `like it are ${similar.join(', ')}`;
      throw refused('/condition/metric', `has never been recorded; ${hint}`);
    }
  }
  if (condition.kind === 'anomaly' && for_seconds > 0)
    throw refused('/for_seconds', 'must be 0: an anomaly is found in one moment and lasts no time');
  if (condition.kind === 'threshold' && condition.clear_at !== undefined) {
    const { comparison, clear_at, threshold } = condition;
    if (comparison === 'above' ? clear_at > threshold : clear_at < threshold)
      throw refused('/condition/clear_at', 'lies beyond the threshold, where it would never be over');
  }
  if (condition.kind === 'burn_rate' && condition.short_minutes >= condition.long_minutes)
    throw refused('/condition/short_minutes', 'must be less than long_minutes');
}

function refused(pointer: string, message: string): DomainError {
  return new DomainError('invalid-fields', 'The rule would not work.', { errors: [{ pointer, message }] });
}
