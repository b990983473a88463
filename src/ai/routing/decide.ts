import type { Model } from '../catalogue/model.ts';
import type { Beliefs } from '../live/model-live.ts';
import { type Availability, type Rejection, rejectionOf, usd } from './constraints.ts';
import { splitByDeadline } from './deadline.ts';
import { type QualityOf, type Ranked, score } from './scoring.ts';
import type { Task } from './task.ts';

export interface RouteDecision {
  /** Best first; never empty where a model can answer. */
  readonly ranking: readonly Ranked[];
  readonly rejected: readonly Rejection[];
  /** Grows where a candidate is passed over later. */
  readonly reasons: string[];
  readonly decidedInUs: number;
}

export interface DecideDeps {
  readonly models: readonly Model[];
  readonly availability: Availability;
  readonly qualityOf: QualityOf;
  beliefsOf(model: Model): Beliefs;
  expectedOutputTokens(task: Task): number;
  shadowPrice(task: Task): number;
}

/** Which models can answer, in the order in which to ask them, and why. */
export function decide(task: Task, deps: DecideDeps): RouteDecision {
  const startedAt = performance.now();
  const rejected: Rejection[] = [];
  const possible: Ranked[] = [];
  const expectedOutputTokens = deps.expectedOutputTokens(task);
  const shadowPrice = deps.shadowPrice(task);
  const remainingUsd = deps.availability.remainingUsd(task);
  for (const model of task.pin?.strict === true ? [task.pin.model] : deps.models) {
    const rejection = rejectionOf(model, task, deps.availability, remainingUsd);
    if (rejection !== null) rejected.push({ model, ...rejection });
    else {
      const quality = deps.qualityOf(model, task);
      possible.push(
        score(model, task, { beliefs: deps.beliefsOf(model), quality, expectedOutputTokens, shadowPrice }),
      );
    }
  }
  const { kept, late, nobodyIsQuick } = splitByDeadline(possible, task.timeoutMs);
  for (const { candidate, reason } of late)
    rejected.push({ model: candidate.model, kind: 'deadline', reason });
  const ranking = rank(kept, task, rejected);
  const reasons = explain(ranking, task, shadowPrice);
  if (nobodyIsQuick !== null) reasons.push(nobodyIsQuick);
  return { ranking, rejected, reasons, decidedInUs: Math.round((performance.now() - startedAt) * 1_000) };
}

/** By utility; a preferred model goes first, and models below the wished quality leave. */
function rank(possible: readonly Ranked[], task: Task, rejected: Rejection[]): Ranked[] {
  const { minQuality, pin } = task;
  const best = possible.reduce((most, { quality }) => Math.max(most, quality), 0);
  const floor = minQuality === null ? 0 : minQuality * best;
  const good = possible.filter((candidate) => {
    if (candidate.quality >= floor || candidate.model === pin?.model) return true;
    const reason = `its quality ${candidate.quality.toFixed(3)} is below min_quality ${floor.toFixed(3)}`;
    rejected.push({ model: candidate.model, kind: 'policy', reason });
    return false;
  });
  return good.sort(
    (a, b) => Number(b.model === pin?.model) - Number(a.model === pin?.model) || b.utility - a.utility,
  );
}

function explain(ranking: readonly Ranked[], task: Task, shadowPrice: number): string[] {
  const [first] = ranking;
  const { pin } = task;
  const reasons: string[] = [];
  if (pin?.alias != null) reasons.push(`${pin.alias.name} stands for ${pin.model.id}: ${pin.alias.reason}.`);
  if (first === undefined) return reasons;
  if (pin !== null && first.model === pin.model) reasons.push(`${pin.model.id} was asked for.`);
  else {
    if (pin !== null) reasons.push(`${pin.model.id} was preferred but cannot answer now.`);
    reasons.push(
      `${first.model.id} has the best utility of ${ranking.length} by strategy ${task.strategy}: ` +
        `quality ${first.quality.toFixed(2)}, about ${usd(first.expectedCostUsd)} and ${(first.expectedLatencyMs / 1_000).toFixed(1)} s.`,
    );
  }
  if (shadowPrice > 1.01)
    reasons.push(`Money weighs ${shadowPrice.toFixed(1)} times its usual: a budget runs out early.`);
  if (task.request.temperature != null && !first.model.capabilities.temperature)
    reasons.push(`${first.model.id} takes no temperature; it was left out.`);
  return reasons;
}
