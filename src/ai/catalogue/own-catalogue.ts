import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reasonOf, SetupError } from '#platform';
import { builtInDocument } from './catalogue.ts';
import { type CatalogueDocument, readDocument, toModel } from './document.ts';
import type { Model } from './model.ts';

export interface UsedCatalogue {
  readonly document: CatalogueDocument;
  /** The file it was read from; null where it is the one that comes with this version. */
  readonly path: string | null;
}

/** Where a refreshed catalogue lives: it outranks the one that comes with this version until it is deleted. */
export function ownCataloguePath(dataDir: string): string {
  return join(dataDir, 'models.json');
}

/** The catalogue in use. @throws SetupError where there is a file of one's own that cannot be used: it is never passed over. */
export function usedCatalogue(dataDir: string): UsedCatalogue {
  const path = ownCataloguePath(dataDir);
  try {
    return { document: readDocument(JSON.parse(readFileSync(path, 'utf8'))), path };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { document: builtInDocument(), path: null };
    throw new SetupError({
      what: `The model catalogue ${path} cannot be used.`,
      why: `${reasonOf(error)}.`,
      fix: 'Mend it, write it anew by `richesreach models refresh FILE --write`, or delete it to use the one that comes with RichesReach.',
      cause: error,
    });
  }
}

export function usedModels(dataDir: string): { models: Model[]; version: string } {
  const { document } = usedCatalogue(dataDir);
  return { models: document.models.map(toModel), version: document.version };
}

/** Puts a catalogue in place as a whole; returns where. */
export async function writeOwnCatalogue(dataDir: string, document: CatalogueDocument): Promise<string> {
  const path = ownCataloguePath(dataDir);
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, `${JSON.stringify(document, null, 2)}\n`);
  await rename(beside, path);
  return path;
}
