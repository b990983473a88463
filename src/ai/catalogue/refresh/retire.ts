import type { ModelRow } from '../document.ts';

export interface Retired {
  readonly id: string;
  readonly successor: string | null;
}

/**
 * Takes models out that their providers serve no more. Their names stay valid: they become aliases of the same provider's
 * model nearest in quality. A provider's last model stays, for there is nothing it could stand for.
 */
export function retire(
  rows: readonly ModelRow[],
  gone: readonly string[],
  source: string,
): { models: ModelRow[]; retired: Retired[] } {
  const models = rows.filter(({ id }) => !gone.includes(id));
  const retired: Retired[] = [];
  for (const row of rows.filter(({ id }) => gone.includes(id))) {
    const kin = models.filter(({ provider, id }) => provider === row.provider && !gone.includes(id));
    const distance = (it: ModelRow) => Math.abs(it.prior.quality - row.prior.quality);
    const [successor] = kin.toSorted((a, b) => distance(a) - distance(b));
    retired.push({ id: row.id, successor: successor?.id ?? null });
    if (successor === undefined) models.push(row);
    else {
      const alias = { name: row.id, reason: `retired by its provider (${source}); nearest in quality` };
      models[models.indexOf(successor)] = {
        ...successor,
        aliases: [...successor.aliases, alias, ...row.aliases],
      };
    }
  }
  return { models, retired };
}
