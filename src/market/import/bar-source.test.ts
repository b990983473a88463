import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSource } from './bar-source.ts';

const TEXT = 'date,symbol\n'.repeat(50_000);

describe('a file of bars', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'richesreach-source-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function read(
    name: string,
    content: string | Uint8Array,
  ): Promise<{ text: string; bytesRead: number }> {
    const path = join(directory, name);
    await writeFile(path, content);
    const source = await fileSource(path);
    const chunks = await Array.fromAsync(source.chunks());
    return { text: Buffer.concat(chunks).toString(), bytesRead: source.bytesRead() };
  }

  it('is read as it is, or unpacked where its first bytes say gzip', async () => {
    expect(await read('plain.csv', TEXT)).toEqual({ text: TEXT, bytesRead: TEXT.length });
    const packed = gzipSync(TEXT);
    expect(await read('packed.csv.gz', packed)).toEqual({ text: TEXT, bytesRead: packed.length });
    expect((await read('packed.csv', packed)).text).toBe(TEXT);
    expect((await read('two.csv.gz', Buffer.concat([packed, packed]))).text).toBe(TEXT + TEXT);
  });

  it('says what is wrong with it', async () => {
    await expect(read('empty.csv', '')).rejects.toThrow('is empty');
    await expect(read('not.csv.gz', 'date,symbol\n')).rejects.toThrow(
      'is not gzip, although its name ends in .gz',
    );
    await expect(read('cut.csv.gz', gzipSync(TEXT).subarray(0, 100))).rejects.toThrow(
      'is damaged: unexpected end of file',
    );
    const broken = gzipSync(TEXT);
    broken.fill(0, 60, 90);
    await expect(read('broken.csv.gz', broken)).rejects.toThrow('is damaged');
    await expect(fileSource(join(directory, 'absent.csv'))).rejects.toThrow('does not exist');
    await expect(fileSource(directory)).rejects.toThrow('is a directory');
  });
});
