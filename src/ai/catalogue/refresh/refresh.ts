import type { CatalogueDocument, ModelRow } from '../document.ts';
import type { ListedModel, PublicList } from './listed-model.ts';
import { readLiteLlm } from './litellm.ts';
import { amountsOf, mergePrice } from './merge-price.ts';
import { readModelsDev } from './models-dev.ts';
import { retire } from './retire.ts';

export interface RefreshOptions {
  /** Day the list was fetched. */
  readonly date: string;
  /** New models to take in; others are only reported. */
  readonly add: readonly string[];
}

export interface Refresh {
  readonly document: CatalogueDocument;
  readonly report: RefreshReport;
}

export interface RefreshReport {
  readonly source: string;
  readonly date: string;
  readonly confirmed: readonly string[];
  readonly changed: readonly { readonly id: string; readonly changes: readonly string[] }[];
  readonly added: readonly string[];
  /** Of our providers, complete and not in the catalogue. */
  readonly available: readonly string[];
  readonly retired: readonly { readonly id: string; readonly successor: string | null }[];
  /** In the catalogue, and not in the list. */
  readonly missing: readonly string[];
  /** Whose price could not be taken, and why. */
  readonly troubled: readonly { readonly id: string; readonly why: string }[];
  readonly ignored_price_fields: Readonly<Record<string, number>>;
}

/** Tells which of the two public lists a file is, and reads it. @throws Error where it is neither. */
export function readPublicList(value: unknown): PublicList {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('it is not a JSON object');
  const entries = Object.values(value) as (Record<string, unknown> | null)[];
  const list = value as Record<string, unknown>;
  if (entries.some((entry) => entry?.litellm_provider !== undefined)) return readLiteLlm(list);
  if (entries.some((entry) => typeof entry?.models === 'object')) return readModelsDev(list);
  throw new Error("it is neither LiteLLM's model_prices_and_context_window.json nor models.dev's api.json");
}

/** What the catalogue becomes by a public list. Pure: nothing is written. @throws Error where `add` names what is not to be had. */
export function refreshCatalogue(
  before: CatalogueDocument,
  list: PublicList,
  options: RefreshOptions,
): Refresh {
  const listed = new Map(list.models.map((model) => [`${model.provider}/${model.id}`, model]));
  const known = new Set(before.models.map(({ id }) => id));
  const names = new Set(before.models.flatMap(({ id, aliases }) => [id, ...aliases.map(({ name }) => name)]));
  const updates = before.models.map((row) =>
    update(row, listed.get(`${row.provider}/${row.id}`), list, options),
  );
  const complete = list.models.filter(
    (model) => !names.has(model.id) && isComplete(model) && !isRetired(model, options.date),
  );
  const wanted = options.add.map((id) => {
    const model = complete.find((it) => it.id === id);
    if (model === undefined) throw new Error(`${id} is not among the new models of this list`);
    return newRow(model, list.source, options.date);
  });
  const gone = list.models
    .filter((model) => known.has(model.id) && isRetired(model, options.date))
    .map(({ id }) => id);
  const { models, retired } = retire([...updates.map(({ row }) => row), ...wanted], gone, list.source);
  return {
    document: { ...before, version: options.date, models },
    report: {
      source: list.source,
      date: options.date,
      confirmed: updates
        .filter(({ row, state }) => state === 'confirmed' && !gone.includes(row.id))
        .map(({ row }) => row.id),
      changed: updates
        .filter(({ changes }) => changes.length > 0)
        .map(({ row, changes }) => ({ id: row.id, changes })),
      added: wanted.map(({ id }) => id),
      available: complete.map(({ id }) => id).filter((id) => !options.add.includes(id)),
      retired,
      missing: updates.filter(({ state }) => state === 'missing').map(({ row }) => row.id),
      troubled: updates.flatMap(({ row, trouble }) =>
        trouble === null ? [] : [{ id: row.id, why: trouble }],
      ),
      ignored_price_fields: list.ignoredFields,
    },
  };
}

interface Update {
  readonly row: ModelRow;
  readonly state: 'confirmed' | 'changed' | 'missing' | 'troubled';
  readonly changes: readonly string[];
  readonly trouble: string | null;
}

/** A row without a price that can be used stays as it was, with its source and date. */
function update(
  row: ModelRow,
  listed: ListedModel | undefined,
  list: PublicList,
  { date }: RefreshOptions,
): Update {
  if (listed === undefined) return { row, state: 'missing', changes: [], trouble: null };
  if (listed.price === null)
    return {
      row,
      state: 'troubled',
      changes: [],
      trouble: listed.priceTrouble ?? 'it has no price in the list',
    };
  const { capabilities } = row;
  const next: ModelRow = {
    ...row,
    ...inputSizes(listed, row),
    max_output_tokens: listed.maxOutputTokens ?? row.max_output_tokens,
    capabilities: {
      vision: listed.capabilities.vision ?? capabilities.vision,
      tools: listed.capabilities.tools ?? capabilities.tools,
      json_schema: listed.capabilities.json_schema ?? capabilities.json_schema,
      temperature: listed.capabilities.temperature ?? capabilities.temperature,
      reasoning: listed.capabilities.reasoning ?? capabilities.reasoning,
    },
    price: mergePrice(listed.price, row.price),
    source: list.source,
    date,
  };
  const changes = changesOf(row, next);
  return { row: next, state: changes.length === 0 ? 'confirmed' : 'changed', changes, trouble: null };
}

function changesOf(before: ModelRow, after: ModelRow): string[] {
  const figures = (row: ModelRow): Record<string, number | boolean | null> => ({
    context_window: row.context_window,
    max_input_tokens: row.max_input_tokens,
    max_output_tokens: row.max_output_tokens,
    ...row.capabilities,
    ...Object.fromEntries(
      Object.entries(amountsOf(row.price)).map(([name, amount]) => [`price.${name}`, amount]),
    ),
  });
  const [old, now] = [figures(before), figures(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names
    .filter((name) => old[name] !== now[name])
    .map((name) => `${name} ${old[name] ?? 'none'} → ${now[name] ?? 'none'}`);
}

/** A list may state the window, the longest input, or both; a longest input as large as the window says nothing apart. */
function inputSizes({ contextWindow, maxInputTokens }: ListedModel, before: ModelRow | null) {
  const window = contextWindow ?? Math.max(before?.context_window ?? 0, maxInputTokens ?? 0);
  const input = maxInputTokens ?? before?.max_input_tokens ?? window;
  return { context_window: window, max_input_tokens: input < window ? input : null };
}

function isComplete({ price, contextWindow, maxInputTokens, maxOutputTokens }: ListedModel): boolean {
  return price !== null && (contextWindow ?? maxInputTokens) !== null && maxOutputTokens !== null;
}

function isRetired({ retiredOn }: ListedModel, date: string): boolean {
  return retiredOn !== null && (retiredOn === 'now' || retiredOn <= date);
}

/** Nothing is known of a new model's answers, so it starts modestly; ratings and results move it from there. */
const UNKNOWN_PRIOR = {
  quality: 0.6,
  task_quality: {},
  time_to_first_token_ms: 800,
  tokens_per_second: 60,
  reliability: 0.98,
};

function newRow(model: ListedModel, source: string, date: string): ModelRow {
  const { maxOutputTokens, price, capabilities } = model;
  if (price === null || maxOutputTokens === null) throw new Error(`${model.id} is not complete`);
  return {
    id: model.id,
    provider: model.provider,
    aliases: [],
    ...inputSizes(model, null),
    max_output_tokens: maxOutputTokens,
    max_image_tokens: null,
    capabilities: {
      vision: capabilities.vision ?? false,
      tools: capabilities.tools ?? false,
      json_schema: capabilities.json_schema ?? false,
      temperature: capabilities.temperature ?? capabilities.reasoning !== true,
      reasoning: capabilities.reasoning ?? false,
    },
    price: mergePrice(price, null),
    prior: UNKNOWN_PRIOR,
    source,
    date,
  };
}
