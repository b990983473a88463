import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../test/support/database.ts';
import { urlOf } from '../../test/support/platform.ts';
import { buildImage, layOut } from './build.ts';
import { bundleServer } from './bundle.ts';

const directories: string[] = [];
const scratch = () => {
  directories.push(mkdtempSync(join(tmpdir(), 'richesreach-image-test-')));
  return directories.at(-1) ?? '';
};
afterAll(() => directories.forEach((it) => rmSync(it, { recursive: true, force: true })));

const ALONE = { PATH: process.env.PATH ?? '' };

describe('the bundle', () => {
  it('runs without packages and still refuses to start unsafely', async () => {
    const app = scratch();
    expect(await bundleServer(app)).not.toContain('db/migrations');
    const run = (args: string[], env: NodeJS.ProcessEnv) =>
      spawnSync(process.execPath, [join(app, 'src/cli/index.js'), ...args], {
        cwd: app,
        encoding: 'utf8',
        env,
      });
    expect(run(['--version'], ALONE).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const refused = run(['serve'], { ...ALONE, ENVIRONMENT: 'prod' });
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain('DATABASE_URL');
    writeFileSync(join(app, 'qp.json'), JSON.stringify({ P: [[2]], q: [-2], lower: [0], upper: [5] }));
    expect(JSON.parse(run(['optimize-qp', 'qp.json'], ALONE).stdout)).toMatchObject({ status: 'optimal' });
    writeFileSync(join(app, 'news.jsonl'), '{"text":"Profit rises"}\n');
    expect(JSON.parse(run(['sentiment', 'news.jsonl'], ALONE).stdout)).toMatchObject({ label: 'positive' });
  });

  it('serves: what the code reads beside itself is there, the solver has its thread', {
    timeout: 60_000,
  }, async () => {
    const app = scratch();
    await bundleServer(app);
    await using database = await createTestDatabase();
    const server = spawn(
      process.execPath,
      [join(app, 'src/cli/index.js'), 'serve', '--port', '0', '--no-demo'],
      {
        cwd: app,
        env: { ...ALONE, DATABASE_URL: urlOf(database.address), RICHESREACH_DATA_DIR: join(app, 'data') },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    try {
      const url = await addressIn(server.stdout);
      const reply = await fetch(`${url}/collect.js`);
      expect([reply.status, (await reply.text()).length > 500]).toEqual([200, true]);
      expect(await (await fetch(`${url}/problems/internal`)).text()).toContain('# internal');
      expect((await fetch(`${url}/health/detailed/`)).status).toBe(200);
    } finally {
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
    }
  });
});

async function addressIn(output: Readable): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /http:\/\/localhost:\d+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('the bundle ended without an address');
}

const rootless = process.getuid?.() !== 0;
const absent = spawnSync('buildah', ['--version']).error !== undefined;
const skip = rootless || (absent && process.env.CI !== 'true');
if (skip)
  console.warn(
    'SKIPPED: the image is built by root with buildah (apt-get install --no-install-recommends buildah).',
  );

describe.skipIf(skip)('the image', () => {
  const env = { ...process.env, STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' };
  Object.assign(process.env, env);
  const buildah = (...args: string[]) => execFileSync('buildah', args, { encoding: 'utf8' }).trim();

  it('is the same twice, starts as nobody in particular, and can write to /tmp alone', {
    timeout: 120_000,
  }, async () => {
    const ids: string[] = [];
    for (const tag of ['richesreach-test-a', 'richesreach-test-b']) {
      const context = scratch();
      await layOut(context, 'scratch');
      ids.push(buildImage({ tag, base: 'scratch', engine: 'buildah' }, context));
    }
    expect(ids[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(ids[1]).toBe(ids[0]);

    const container = buildah('from', 'richesreach-test-a');
    try {
      const root = buildah('mount', container);
      const inside = (...command: string[]) =>
        spawnSync('chroot', ['--userspec=10001:10001', root, ...command], { encoding: 'utf8', env: ALONE });
      const node = '/usr/local/bin/node';
      expect(inside(node, '/app/src/cli/index.js', '--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
      expect(inside(node, '/app/src/cli/index.js', 'serve').stderr).not.toContain('Cannot find module');
      const write = (path: string) =>
        inside(node, '-e', `require('fs').writeFileSync('${path}/x', '')`).status;
      expect([write('/app'), write('/etc'), write('/tmp')]).toEqual([1, 1, 0]);
      expect(statSync(join(root, 'tmp')).uid).toBe(10_001);
      const config = JSON.parse(buildah('inspect', container)).OCIv1.config;
      expect(config).toMatchObject({ User: '10001:10001', Cmd: ['serve'], StopSignal: 'SIGTERM' });
      expect(JSON.stringify(config.Env)).not.toMatch(/KEY|SECRET|TOKEN|PASSWORD/);
    } finally {
      buildah('rm', container);
      buildah('rmi', 'richesreach-test-a', 'richesreach-test-b');
    }
  });

  it('is refused over a base that can change', () => {
    expect(() => buildImage({ tag: 'x', base: 'node:24', engine: 'buildah' }, scratch())).toThrow(
      'Name the base by digest',
    );
    const foreign = { tag: 'x', base: 'scratch', engine: 'buildah', platform: 'linux/arm64' } as const;
    expect(() => buildImage(foreign, scratch())).toThrow('Name a base for linux/arm64');
  });
});
