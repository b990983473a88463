import type { AlertCondition } from '#contracts/alerts';
import { inWords } from '../../ui/field.tsx';

const DIRECTIONS = { rise: 'rises', fall: 'falls', either: 'changes' } as const;

/** What a rule waits for, as a sentence. */
export function conditionText(condition: AlertCondition): string {
  switch (condition.kind) {
    case 'threshold': {
      const { aggregate, metric, comparison, threshold, window_seconds: seconds } = condition;
      const of = aggregate === 'worst' ? '' : `${inWords(aggregate)} of `;
      return `${of}${metric} ${comparison} ${threshold} within ${seconds} s`;
    }
    case 'change':
      return `${condition.metric} ${DIRECTIONS[condition.direction]} by more than ${condition.percent} % within ${condition.window_seconds} s`;
    case 'absence':
      return `${condition.metric} silent for ${condition.after_seconds} s`;
    case 'market_change': {
      const who = condition.symbols?.join(', ') ?? 'Any price';
      return `${who} ${DIRECTIONS[condition.direction]} by more than ${condition.percent} % in a session`;
    }
    case 'anomaly':
      return condition.source === 'any' ? 'Any anomaly' : `An anomaly of a ${condition.source} series`;
    case 'burn_rate':
      return `Error budget of ${condition.target_percent} % ${condition.objective} spent ${condition.factor} times too fast over ${condition.long_minutes} and ${condition.short_minutes} min${leastOf(condition)}`;
  }
}

function leastOf({ min_bad_answers: least }: Extract<AlertCondition, { kind: 'burn_rate' }>): string {
  return least === undefined ? '' : `, of ${least} bad answers at least`;
}
