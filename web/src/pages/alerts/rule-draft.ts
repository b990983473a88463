import type { AlertCondition, AlertRuleBody, Severity } from '#contracts/alerts';

/** What the form for a rule holds: texts, as typed. */
export interface RuleDraft {
  readonly name: string;
  readonly severity: Severity;
  readonly kind: AlertCondition['kind'];
  readonly metric: string;
  readonly comparison: 'above' | 'below';
  readonly direction: 'rise' | 'fall' | 'either';
  /** Threshold, percent, seconds of silence, score or factor, by the kind. */
  readonly amount: string;
  readonly windowSeconds: string;
  readonly symbols: string;
  readonly forSeconds: string;
  readonly clearSeconds: string;
}

export const EMPTY_DRAFT: RuleDraft = {
  name: '',
  severity: 'warning',
  kind: 'threshold',
  metric: '',
  comparison: 'above',
  direction: 'either',
  amount: '',
  windowSeconds: '60',
  symbols: '',
  forSeconds: '0',
  clearSeconds: '60',
};

export function readsMetric(kind: RuleDraft['kind']): boolean {
  return kind === 'threshold' || kind === 'change' || kind === 'absence';
}

/** Whether a condition is told whole, so that it can be tried. */
export function isComplete({ kind, metric, amount }: RuleDraft): boolean {
  return amount !== '' && (metric !== '' || !readsMetric(kind));
}

/** The rule as the server takes it. */
export function ruleOf(draft: RuleDraft): AlertRuleBody {
  return {
    name: draft.name,
    severity: draft.severity,
    condition: conditionOf(draft),
    for_seconds: Number(draft.forSeconds),
    clear_seconds: Number(draft.clearSeconds),
    enabled: true,
  };
}

function conditionOf(draft: RuleDraft): AlertCondition {
  const { kind, metric, comparison, direction } = draft;
  const amount = Number(draft.amount);
  const windowSeconds = Number(draft.windowSeconds);
  switch (kind) {
    case 'threshold':
      return {
        kind,
        metric,
        comparison,
        threshold: amount,
        aggregate: 'worst',
        window_seconds: windowSeconds,
      };
    case 'change':
      return { kind, metric, direction, percent: amount, window_seconds: windowSeconds };
    case 'absence':
      return { kind, metric, after_seconds: amount };
    case 'market_change': {
      const symbols = draft.symbols.split(/[\s,]+/).flatMap((symbol) => symbol.toUpperCase() || []);
      return { kind, direction, percent: amount, ...(symbols.length === 0 ? {} : { symbols }) };
    }
    case 'anomaly':
      return { kind, source: 'any', min_score: amount };
    case 'burn_rate':
      return {
        kind,
        objective: 'availability',
        target_percent: 99.9,
        factor: amount,
        long_minutes: 60,
        short_minutes: 5,
      };
  }
}
