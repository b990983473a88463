import { DomainError } from '#platform';
import { type CatalogueDocument, readDocument, toModel } from './document.ts';
import type { Alias, Model } from './model.ts';
import document from './models.json' with { type: 'json' };

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
  return { models: builtInDocument().models.map(toModel), version: document.version };
}

export function builtInDocument(): CatalogueDocument {
  return readDocument(document);
}
