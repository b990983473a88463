import { DomainError } from '#platform';
import type { Alias, Model, Price, PriceClasses } from './model.ts';
import document from './models.json' with { type: 'json' };

type Document = typeof document;
type Row = Document['models'][number];

export interface FoundModel {
  readonly model: Model;
  /** Set where the name asked for is an alias. */
  readonly alias: Alias | null;
}

export interface Catalogue {
  readonly version: string;
  readonly models: readonly Model[];
  /** @throws DomainError `unknown-model` naming the models there are. */
  find(name: string): FoundModel;
}

/** Makes a catalogue of models; a name or alias given twice is a mistake of the file and refused. */
export function createCatalogue(models: readonly Model[], version: string): Catalogue {
  const byName = new Map<string, FoundModel>();
  const add = (name: string, found: FoundModel) => {
    if (byName.has(name)) throw new Error(`The catalogue names ${name} twice.`);
    byName.set(name, found);
  };
  for (const model of models) add(model.id, { model, alias: null });
  for (const model of models) for (const alias of model.aliases) add(alias.name, { model, alias });
  return {
    version,
    models,
    find(name) {
      const found = byName.get(name);
      if (found !== undefined) return found;
      throw new DomainError(
        'unknown-model',
        `There is no model "${name}". Use ${[...byName.keys()].join(', ')}.`,
      );
    },
  };
}

/** The catalogue that comes with this version. */
export function builtInModels(): { models: Model[]; version: string } {
  return { models: document.models.map(readRow), version: document.version };
}

function readRow(row: Row): Model {
  return {
    id: row.id,
    wireName: row.id,
    provider: row.provider,
    aliases: row.aliases,
    contextWindow: row.context_window,
    maxInputTokens: row.max_input_tokens ?? row.context_window,
    maxOutputTokens: row.max_output_tokens,
    capabilities: {
      vision: row.capabilities.vision,
      tools: row.capabilities.tools,
      jsonSchema: row.capabilities.json_schema,
      temperature: row.capabilities.temperature,
      reasoning: row.capabilities.reasoning,
    },
    price: readPrice(row.price),
    prior: {
      quality: row.prior.quality,
      taskQuality: row.prior.task_quality,
      timeToFirstTokenMs: row.prior.time_to_first_token_ms,
      tokensPerSecond: row.prior.tokens_per_second,
      reliability: row.prior.reliability,
    },
    source: row.source,
    date: row.date,
  };
}

interface RowClasses {
  readonly input: number;
  readonly cached_read: number;
  readonly cache_write: number;
  readonly output: number;
}

function readPrice(price: Row['price']): Price {
  const { long_context: long, service_tiers: tiers } = price as {
    long_context?: RowClasses & { above_tokens: number };
    service_tiers?: Record<string, RowClasses>;
  };
  return {
    ...readClasses(price),
    batchFactor: price.batch_factor,
    longContext: long === undefined ? null : { ...readClasses(long), aboveTokens: long.above_tokens },
    serviceTiers: Object.fromEntries(
      Object.entries(tiers ?? {}).map(([tier, classes]) => [tier, readClasses(classes)]),
    ),
  };
}

function readClasses(row: RowClasses): PriceClasses {
  return { input: row.input, cachedRead: row.cached_read, cacheWrite: row.cache_write, output: row.output };
}
