import type { Model } from './model.ts';

/** The best single model: highest quality over the tasks, the cheaper one where two are equal; null where none is priced. */
export function referenceModel(models: readonly Model[]): Model | null {
  const priced = models.filter(({ price }) => price !== null);
  const [best] = priced.toSorted(
    (a, b) => b.prior.quality - a.prior.quality || (a.price?.output ?? 0) - (b.price?.output ?? 0),
  );
  return best ?? null;
}
