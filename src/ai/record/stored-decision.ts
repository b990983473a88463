import type { Candidate, Decision } from '#contracts/ai';
import type { RouteDecision } from '../routing/decide.ts';
import type { Ranked } from '../routing/scoring.ts';
import type { Task } from '../routing/task.ts';

/** A decision without its repeated names and in whole numbers, which cost a fifth of fractions to write. */
export interface StoredDecision {
  readonly s: Decision['strategy'];
  readonly r: readonly string[];
  readonly us: number;
  /** Ranked candidates: model, provider and their figures times `SCALES`. */
  readonly k: readonly PackedCandidate[];
  /** Rejected candidates by reason: model and provider in turn. */
  readonly x: Readonly<Record<string, readonly string[]>>;
}

type PackedCandidate = readonly [model: string, provider: string, ...figures: number[]];

/** Of utility, quality, expected and worst cost in USD, latency in milliseconds, reliability. */
const SCALES = [1e6, 1e4, 1e9, 1e9, 1, 1e4] as const;

export function pack({ strategy }: Task, decision: RouteDecision): StoredDecision {
  const { ranking, rejected, reasons, decidedInUs } = decision;
  const byReason: Record<string, string[]> = {};
  for (const { model, reason } of rejected) (byReason[reason] ??= []).push(model.id, model.provider);
  return { s: strategy, r: reasons, us: decidedInUs, k: ranking.map(packRanked), x: byReason };
}

function packRanked(it: Ranked): PackedCandidate {
  return [
    it.model.id,
    it.model.provider,
    Math.round(it.utility * SCALES[0]),
    Math.round(it.quality * SCALES[1]),
    Math.round(it.expectedCostUsd * SCALES[2]),
    Math.round(it.worstCostUsd * SCALES[3]),
    Math.round(it.expectedLatencyMs * SCALES[4]),
    Math.round(it.reliability * SCALES[5]),
  ];
}

/** The decision as the contract shows it. */
export function unpack({ s, r, us, k, x }: StoredDecision): Decision {
  const refused = Object.entries(x).flatMap(([reason, names]) => unpackRejected(reason, names));
  const candidates = [...k.map(unpackRanked), ...refused];
  return { strategy: s, chosen: k[0]?.[0] ?? null, reasons: [...r], candidates, decided_in_us: us };
}

function unpackRanked([model, provider, ...figures]: PackedCandidate): Candidate {
  const figure = (index: keyof typeof SCALES & number) => (figures[index] ?? 0) / (SCALES[index] ?? 1);
  return {
    model,
    provider,
    rejected: null,
    utility: figure(0),
    quality: figure(1),
    expected_cost_usd: figure(2),
    worst_cost_usd: figure(3),
    expected_latency_ms: figure(4),
    reliability: figure(5),
  };
}

function unpackRejected(reason: string, names: readonly string[]): Candidate[] {
  return names.flatMap((model, index) =>
    index % 2 === 1 ? [] : [rejectedCandidate(model, names[index + 1] ?? '', reason)],
  );
}

/** A candidate that was not weighed, as the contract shows it. */
export function rejectedCandidate(model: string, provider: string, reason: string): Candidate {
  return {
    model,
    provider,
    rejected: reason,
    utility: null,
    quality: null,
    expected_cost_usd: null,
    worst_cost_usd: null,
    expected_latency_ms: null,
    reliability: null,
  };
}
