import type { Usage } from '../chat.ts';
import type { Price, PriceClasses } from './model.ts';

/** Prices have at most six decimals a million tokens, so whole picodollars keep every bill exact up to 9,007 USD. */
const PICO_PER_TOKEN = 1e6;
const PICO_PER_USD = 1e12;

/**
 * What a provider bills for a usage, USD. Cached and cache-writing tokens are part of the input and priced apart;
 * an input above the long-context threshold moves the whole request to that tier; a batch job pays its share.
 */
export function costUsd(price: Price, usage: Usage, batch = false): number {
  const classes = classesFor(price, usage);
  const freshInput = usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteTokens;
  const pico =
    part(freshInput, classes.input) +
    part(usage.cachedInputTokens, classes.cachedRead) +
    part(usage.cacheWriteTokens, classes.cacheWrite) +
    part(usage.outputTokens, classes.output);
  return (pico * (batch ? price.batchFactor : 1)) / PICO_PER_USD;
}

/** The most a request can cost: no cache helps, every permitted output token is used, at the dearest tier. */
export function worstCostUsd(price: Price, inputTokens: number, outputTokens: number): number {
  const long = price.longContext;
  const classes = long !== null && inputTokens > long.aboveTokens ? long : price;
  const input = Math.max(classes.input, classes.cacheWrite);
  return (part(inputTokens, input) + part(outputTokens, classes.output)) / PICO_PER_USD;
}

function classesFor(price: Price, usage: Usage): PriceClasses {
  const tier = usage.serviceTier === null ? undefined : price.serviceTiers[usage.serviceTier];
  if (tier !== undefined) return tier;
  const long = price.longContext;
  return long !== null && usage.inputTokens > long.aboveTokens ? long : price;
}

function part(tokens: number, usdPerMillion: number): number {
  return tokens * Math.round(usdPerMillion * PICO_PER_TOKEN);
}
