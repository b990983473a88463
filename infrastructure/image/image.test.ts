import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
  });
});

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
