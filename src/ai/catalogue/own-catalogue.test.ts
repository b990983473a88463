import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SetupError } from '#platform';
import { startGateway } from '../../../test/support/ai-gateway.ts';
import { builtInDocument } from './catalogue.ts';
import { usedCatalogue, writeOwnCatalogue } from './own-catalogue.ts';

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'catalogue-'))));
afterEach(() => rm(dataDir, { recursive: true }));

it('is the shipped one until one is written, and then that one, for the gateway too', async () => {
  expect(usedCatalogue(dataDir)).toEqual({ document: builtInDocument(), path: null });
  const shipped = builtInDocument();
  const models = shipped.models
    .filter(({ provider }) => provider === 'openai')
    .map((row) => (row.price === null ? row : { ...row, price: { ...row.price, input: 123 } }));
  const path = await writeOwnCatalogue(dataDir, { ...shipped, version: 'ours', models });
  expect(usedCatalogue(dataDir)).toMatchObject({ path, document: { version: 'ours' } });
  await using gateway = await startGateway({ env: { RICHESREACH_DATA_DIR: dataDir } });
  const reply = (await (await gateway.send('GET', '/ai/models')).json()) as {
    models: Record<string, { cost_per_1k_tokens: number }>;
  };
  expect(Object.keys(reply.models)).toHaveLength(models.length);
  expect(reply.models['gpt-4o-mini']?.cost_per_1k_tokens).toBe(0.123);
});

it.each(['{', '{"models":[]}'])('is never passed over in silence: %s', async (text) => {
  await writeFile(join(dataDir, 'models.json'), text);
  const read = () => usedCatalogue(dataDir);
  expect(read).toThrow(/cannot be used/);
  expect(read).toThrow(
    expect.objectContaining({ name: 'SetupError', fix: expect.stringContaining('delete it') }) as SetupError,
  );
});
