import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from './support/database.ts';
import { urlOf } from './support/platform.ts';

const ROOT = join(import.meta.dirname, '..');
/** Where the commands run: no `.env` of this project reaches them. */
const elsewhere = mkdtempSync(join(tmpdir(), 'richesreach-cli-'));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function richesreach(words: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const script = join(ROOT, 'bin/richesreach.js');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, ...words.split(' ').filter(Boolean)],
      { cwd: elsewhere, env: { PATH: process.env.PATH, ...env } },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

describe('the command line', () => {
  it('shows its commands, those of a command, and its version', async () => {
    const [help, nested, imports, version] = await Promise.all(
      ['--help', 'keys --help', 'import --help', '--version'].map((it) => richesreach(it)),
    );

    expect(help).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/\n {2}serve +Run the platform/),
    });
    // What the notes of a command say is in its own help.
    expect(imports?.stdout).toMatch(/\n {2}market +Import daily bars.*\n {2}events +Import events.*\n$/);
    expect(nested?.stdout).toMatch(/richesreach keys <command>\n[^]*\n {2}rotate /);
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(version?.stdout).toBe(`${manifest.version}\n`);
  });

  it('writes plainly where nobody watches', async () => {
    const { stdout } = await richesreach('--help');

    expect(stdout).not.toContain('\x1b[');
  });

  it.each([
    [
      'migrat',
      'error: There is no command migrat.\n  fix: Did you mean `richesreach migrate`? See `richesreach --help`.\n',
    ],
    [
      'keys revok 1',
      'error: There is no command keys revok.\n  fix: Did you mean `richesreach keys revoke`? See `richesreach keys --help`.\n',
    ],
    [
      'migrate --data-dri x',
      'error: There is no option --data-dri.\n  fix: Did you mean --data-dir? See `richesreach migrate --help`.\n',
    ],
  ])('refuses "%s" with exit code 2', async (words, stderr) => {
    expect(await richesreach(words)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('gives what, why and fix of a failure, also in JSON, and the stack only when asked', async () => {
    const [plain, json, debug] = await Promise.all([
      richesreach('migrate --data-dir /dev/null'),
      richesreach('migrate --json --data-dir /dev/null'),
      richesreach('migrate --data-dir /dev/null', { LOG_LEVEL: 'debug' }),
    ]);

    expect(plain).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: .+\n {2}why: .+\n {2}fix: .+\n$/),
    });
    expect(JSON.parse(json?.stderr ?? '')).toEqual({
      errors: [{ what: expect.any(String), why: expect.any(String), fix: expect.any(String) }],
    });
    expect(debug?.stderr).toContain('at async');
  });

  it('takes settings from .env, and from the environment before it', async () => {
    await using database = await createTestDatabase();
    writeFileSync(join(elsewhere, '.env'), `DATABASE_URL=${urlOf(database.address)}\nPORT=from-file\n`);

    expect(await richesreach('migrate --json', { PORT: '1' })).toMatchObject({
      code: 0,
      stdout: '{"applied":[]}\n',
    });
    expect((await richesreach('migrate')).stderr).toContain('PORT cannot be used.\n  why: "from-file"');
    rmSync(join(elsewhere, '.env'));
  });
});

describe('doctor', () => {
  it('tells what is in force, and fails on what must be mended', async () => {
    await using database = await createTestDatabase();
    const { code, stdout } = await richesreach('doctor --json', {
      DATABASE_URL: urlOf(database.address),
      REDIS_URL: 'redis://127.0.0.1:1',
      PORT: '0',
      OPENAI_API_KEY: 'sk-secret',
      RICHESREACH_DEMO: 'false',
    });

    const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string; found: string }[] };
    expect(checks.find(({ name }) => name === 'redis')?.found).toContain('ECONNREFUSED 127.0.0.1:1');
    expect(Object.fromEntries(checks.map(({ name, state }) => [name, state]))).toEqual({
      node: 'ok',
      database: 'ok',
      schema: 'ok',
      redis: 'wrong',
      port: 'ok',
      openai: 'ok',
      anthropic: 'off',
      google: 'off',
      catalogue: 'ok',
      demo: 'off',
    });
    expect(stdout).not.toContain('sk-secret');
    expect(code).toBe(1);
  });

  it('knows the platform itself on its port from another program', async () => {
    await using database = await createTestDatabase();
    const statusOf = async (answer: object) => {
      await using server = createServer((_request, response) => response.end(JSON.stringify(answer)));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      const { stdout } = await richesreach('doctor', {
        DATABASE_URL: urlOf(database.address),
        PORT: String(port),
      });
      return /^(\w+) +port +(.*)$/m.exec(stdout)?.slice(1);
    };

    expect(await statusOf({ version: '3.1.4', roles: ['web'] })).toEqual([
      'ok',
      expect.stringMatching(/^RichesReach 3\.1\.4 answers at 127\.0\.0\.1:\d+$/),
    ]);
    expect(await statusOf({ version: '3.1.4' })).toEqual(['wrong', expect.stringContaining('is in use')]);
  });

  it('explains a wrong setting instead of stopping at it', async () => {
    const { code, stdout } = await richesreach('doctor', { PORT: 'x', REDIS_URL: 'y' });

    expect(stdout).toMatch(
      /wrong +configuration +PORT cannot be used.*\n +fix: .*\nwrong +configuration +REDIS_URL/,
    );
    expect(code).toBe(1);
  });
});

describe('.env.example', () => {
  it('explains every variable that is read, and no other', () => {
    const config = readFileSync(join(ROOT, 'src/platform/config.ts'), 'utf8');
    const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
    // By name, or by a helper that is given the name.
    const read = new Set(
      [...config.matchAll(/\benv\.([A-Z_]+)|'([A-Z]+(?:_[A-Z]+)+)'/g)].map(
        ([, name, given]) => name ?? given,
      ),
    );
    read.delete('GOOGLE_AI_API_KEY'); // another name of GOOGLE_API_KEY
    // Servers of one's own have a name in the middle, so they are looked for by pattern.
    for (const detail of ['BASE_URL', 'API_KEY', 'MODELS']) read.add(`OPENAI_COMPATIBLE_${detail}`);

    expect(new Set([...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name))).toEqual(read);
  });
});
