import type { RequestType } from '#contracts/ai';
import type { Model, Prior } from '../catalogue/model.ts';
import { addUp, learnedPrior, outputsOf, type Past, type StoredHour } from './past.ts';

/** What the stored statistics of all processes say when this one starts. */
export interface Memory {
  /** What is believed of a model where nothing recent is known of it, and what is recent. */
  of(model: Model): { readonly prior: Prior; readonly recent: Past };
  readonly outputs: ReadonlyMap<RequestType, { readonly count: number; readonly mean: number }>;
  readonly atMs: number;
}

/** How far back memory reaches. */
export const MEMORY_MS = 14 * 86_400_000;
const HALF_LIFE_MS = 2 * 86_400_000;
/** Hours written to within this time count as evidence of now, which fades as quickly as this process's own. */
const RECENT_MS = 3_600_000;

/** `liveHalfLifeMs` is how quickly evidence of now fades. */
export function remember(hours: readonly StoredHour[], nowMs: number, liveHalfLifeMs: number): Memory {
  const byModel = Map.groupBy(hours, ({ model }) => model);
  const ageMs = ({ updated_at }: StoredHour) => Math.max(0, nowMs - updated_at.getTime());
  return {
    of({ id, prior }) {
      const own = byModel.get(id) ?? [];
      const old = own.filter((hour) => ageMs(hour) >= RECENT_MS);
      const recent = own.filter((hour) => ageMs(hour) < RECENT_MS);
      const learned = learnedPrior(
        prior,
        addUp(old, (hour) => 0.5 ** (ageMs(hour) / HALF_LIFE_MS), prior),
      );
      return {
        prior: learned,
        recent: addUp(recent, (hour) => 0.5 ** (ageMs(hour) / liveHalfLifeMs), learned),
      };
    },
    outputs: outputsOf(hours),
    atMs: nowMs,
  };
}
