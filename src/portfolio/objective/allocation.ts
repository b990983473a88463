import type { Certificate } from '../programming/certificate.ts';
import type { Conflict } from '../programming/infeasibility.ts';
import type { Outcome } from '../programming/solve.ts';

/** Weights with their proof, or why there are none. */
export type Allocation =
  | { readonly status: 'optimal'; readonly weights: Float64Array; readonly certificate: Certificate }
  | Refusal;

export interface Refusal {
  readonly status: 'infeasible' | 'unbounded' | 'unresolved' | 'invalid';
  /** What is wrong and what would mend it. */
  readonly reason: string;
  /** The constraints that contradict each other, where some do. */
  readonly conflict: readonly string[];
}

export function refuse(status: Refusal['status'], reason: string, conflict: readonly string[] = []): Refusal {
  return { status, reason, conflict };
}

/** The first `n` columns of an outcome as weights; anything else becomes a refusal in the portfolio's terms. */
export function toAllocation(outcome: Outcome, n: number): Allocation {
  switch (outcome.status) {
    case 'optimal':
      return { status: 'optimal', weights: outcome.x.slice(0, n), certificate: outcome.certificate };
    case 'infeasible':
      return describeConflict(outcome.conflict);
    case 'unbounded':
      return refuse('unbounded', 'The objective improves for ever: bound the weights on both sides.');
    case 'unresolved':
      return refuse('unresolved', outcome.reason);
  }
}

/** Says which constraints cannot hold together. Bounds of many assets are told as one sum. */
export function describeConflict({ members }: Conflict): Refusal {
  const rows = members.filter(({ kind }) => kind === 'row');
  const names = rows.map(({ name, value }) => `${name} (${format(value)})`);
  for (const kind of ['lower', 'upper'] as const) {
    const bounds = members.filter((member) => member.kind === kind);
    const word = kind === 'lower' ? 'at least' : 'at most';
    if (bounds.length > 3) {
      const sum = bounds.reduce((total, { value }) => total + value, 0);
      names.push(`${kind} bounds of ${bounds.length} assets (together ${word} ${format(sum)})`);
    } else names.push(...bounds.map(({ name, value }) => `${name} ${word} ${format(value)}`));
  }
  return refuse('infeasible', `These cannot hold together: ${names.join('; ')}. Loosen one of them.`, names);
}

/** A short decimal: 6 significant digits. */
export function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
