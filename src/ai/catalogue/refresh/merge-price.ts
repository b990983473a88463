import type { PriceRow } from '../document.ts';
import type { ListedClasses, ListedPrice } from './listed-model.ts';

type Classes = Pick<PriceRow, 'input' | 'cached_read' | 'cache_write' | 'output'>;

/**
 * A listed price, with what the list does not say kept from the price before: silence does not prove that a tier is gone.
 * A cached price that nobody states is the input's, which is never less than what may be billed.
 */
export function mergePrice(listed: ListedPrice, before: PriceRow | null): PriceRow {
  const long = listed.long_context;
  const sameLong =
    before?.long_context?.above_tokens === long?.above_tokens ? before?.long_context : undefined;
  const longContext =
    long === null ? before?.long_context : { above_tokens: long.above_tokens, ...merge(long, sameLong) };
  const tiers = Object.entries(listed.service_tiers).map(([tier, classes]) => [
    tier,
    merge(classes, before?.service_tiers?.[tier]),
  ]);
  const serviceTiers = { ...before?.service_tiers, ...Object.fromEntries(tiers) };
  return {
    ...merge(listed, before ?? undefined),
    batch_factor: listed.batch_factor ?? before?.batch_factor ?? 1,
    ...(longContext === undefined ? {} : { long_context: longContext }),
    ...(Object.keys(serviceTiers).length === 0 ? {} : { service_tiers: serviceTiers }),
  };
}

function merge(
  { input, output, cached_read, cache_write }: ListedClasses,
  before: Classes | undefined,
): Classes {
  const known = before?.input === input ? before : undefined;
  return {
    input,
    cached_read: cached_read ?? known?.cached_read ?? input,
    cache_write: cache_write ?? known?.cache_write ?? input,
    output,
  };
}

/** Every amount of a price by name: `input`, `long_context.output`. */
export function amountsOf(price: PriceRow | null): Record<string, number> {
  const amounts: Record<string, number> = {};
  const walk = (value: object, prefix: string) => {
    for (const [name, item] of Object.entries(value)) {
      if (typeof item === 'number') amounts[`${prefix}${name}`] = item;
      else walk(item as object, `${prefix}${name}.`);
    }
  };
  walk(price ?? {}, '');
  return amounts;
}
