import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '..', '..');
const STUB = join(import.meta.dirname, 'stubs/cli.sh');
const digest = (seed: string) => createHash('sha256').update(seed).digest('hex');
const LISTS = 'pl-3b927c52 pl-0a1b2c3d4e5f60001';
const worlds: string[] = [];
afterAll(() => worlds.forEach((it) => rmSync(it, { recursive: true, force: true })));

/** A copy of what the script reads, with stubs on PATH for everything that reaches out. */
class World {
  readonly directory = mkdtempSync(join(tmpdir(), 'richesreach-deploy-'));

  constructor() {
    worlds.push(this.directory);
    const root = join(this.directory, 'project');
    for (const path of ['deploy_phase3.sh', 'infrastructure/deploy', 'infrastructure/terraform/phase3/envs'])
      cpSync(join(PROJECT, path), join(root, path), { recursive: true });
    const tfvars = join(root, 'infrastructure/terraform/phase3/envs/prod.tfvars');
    writeFileSync(tfvars, readFileSync(tfvars, 'utf8').replaceAll('richesreach.example', 'richesreach.test'));
    const bin = join(this.directory, 'bin');
    mkdirSync(bin);
    for (const program of ['aws', 'terraform', 'npm', 'buildah']) {
      writeFileSync(
        join(bin, program),
        `#!/bin/bash
exec bash "${STUB}" ${program} "$@"
`,
      );
      chmodSync(join(bin, program), 0o755);
    }
    symlinkSync(process.execPath, join(bin, 'node'));
  }

  deploy(args: string[] = [], env: Record<string, string> = {}) {
    writeFileSync(join(this.directory, 'changes'), '');
    // setsid: a kill takes the script and its children, not the tests.
    const done = spawnSync(
      'setsid',
      ['--wait', 'bash', join(this.directory, 'project/deploy_phase3.sh'), ...args],
      {
        encoding: 'utf8',
        env: {
          PATH: `${join(this.directory, 'bin')}:/usr/bin:/bin`,
          STUB_WORLD: this.directory,
          STUB_LISTS: LISTS,
          ENVIRONMENT: 'prod',
          BASE_IMAGE: `node@sha256:${'0'.repeat(64)}`,
          OPENAI_API_KEY: 'sk-openai-canary',
          ANTHROPIC_API_KEY: 'sk-anthropic-canary',
          GOOGLE_API_KEY: 'google-canary',
          BAKE_MINUTES: '0',
          ...env,
        },
      },
    );
    return { code: done.status, out: done.stdout + done.stderr };
  }

  changes(): string[] {
    return readFileSync(join(this.directory, 'changes'), 'utf8').split('\n').filter(Boolean);
  }

  state(): Record<string, string> {
    const directory = join(this.directory, 'state');
    if (!existsSync(directory)) return {};
    return Object.fromEntries(
      readdirSync(directory).map((it) => [it, readFileSync(join(directory, it), 'utf8')]),
    );
  }

  /** The state without what is made at random. */
  settled(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.state()).filter(([name]) => !/deployment-|-url-/.test(name)),
    );
  }
}

/** A world in which the good release runs already. */
let settledWorld: World | undefined;
function deployed(): World {
  if (settledWorld === undefined) {
    settledWorld = new World();
    expect(settledWorld.deploy(['--yes'])).toMatchObject({ code: 0 });
  }
  const copy = new World();
  cpSync(settledWorld.directory, copy.directory, { recursive: true });
  return copy;
}

let world: World;
beforeEach(() => {
  world = new World();
});

describe('a first run', () => {
  it('brings one image to three regions and leaves a record; a second one changes nothing', () => {
    const first = world.deploy(['--yes']);
    expect(first, first.out).toMatchObject({ code: 0 });
    expect(Object.keys(world.state()).filter((it) => it.startsWith('riches-reach-prod_'))).toHaveLength(
      3 + 3 + 6,
    );
    expect(
      new Set(
        (world.state()['s3___riches-reach-state-333333333333_releases_prod.running'] ?? '')
          .trim()
          .split('\n')
          .map((it) => it.split(' ')[1]),
      ).size,
    ).toBe(1);

    const again = world.deploy(['--yes']);
    expect([again.code, world.changes()]).toEqual([0, []]);
    rmSync(join(world.directory, 'project/.richesreach'), { recursive: true });
    const elsewhere = world.deploy(['--yes']);
    expect(elsewhere, elsewhere.out).toMatchObject({ code: 0 });
    expect(world.changes().filter((it) => !it.startsWith('aws ecs run-task'))).toEqual([]);
  });

  it('never shows a secret in an argument', () => {
    world = deployed();
    const secrets = Object.entries(world.state())
      .filter(([name]) => name.startsWith('riches-reach-prod_'))
      .map(([, value]) => value.trim());
    expect(secrets).toContain('sk-openai-canary');
    for (const secret of secrets) expect(world.changes().join('\n')).not.toContain(secret);
  });

  it('says what it would do, and does nothing, when dry', () => {
    const dry = world.deploy(['--dry-run']);
    expect(dry, dry.out).toMatchObject({ code: 0 });
    expect([world.changes(), world.state()]).toEqual([[], {}]);
    expect(dry.out).toContain('would run: buildah push');
  });
});

describe('a run that is killed', () => {
  it('after any change is finished by the next one, to the same end', { timeout: 120_000 }, () => {
    world = deployed();
    const wanted = world.settled();
    const count = world.changes().length;
    expect(count).toBeGreaterThan(12);
    // All of them with PROVE=1; the first, one in the middle and the last otherwise.
    const every = Array.from({ length: count }, (_, index) => index + 1);
    const points = process.env.PROVE === '1' ? every : [1, Math.ceil(count / 2), count];
    for (const at of points) {
      const broken = new World();
      expect(broken.deploy(['--yes'], { STUB_KILL_AT: String(at) }).code).not.toBe(0);
      const resumed = broken.deploy(['--yes']);
      expect(resumed, `killed at ${at}: ${resumed.out}`).toMatchObject({ code: 0 });
      expect(broken.settled(), `killed at ${at}`).toEqual(wanted);
    }
  });
});

describe('a bad release', () => {
  it('is turned back in the first region and reaches no other', () => {
    world = deployed();
    const before = world.settled();
    const bad = world.deploy(['--yes'], { STUB_IMAGE: 'bad' });
    expect([bad.code, bad.out]).toEqual([1, expect.stringContaining('ap-southeast-1 was turned back')]);
    const running = 's3___riches-reach-state-333333333333_releases_prod.running';
    expect(world.state()[running]).toBe(before[running]);
    expect(world.changes().filter((it) => it.startsWith('terraform')).length).toBe(3);
  });

  it('that breaks the policy or the migration never reaches a service', () => {
    const policy = world.deploy(['--yes'], { STUB_POLICY: 'broken' });
    expect([policy.code, policy.out]).toEqual([1, expect.stringContaining('breaks the policy')]);
    expect(world.changes().some((it) => it.startsWith('terraform'))).toBe(false);
    const migration = world.deploy(['--yes'], { STUB_MIGRATION_EXIT: '1' });
    expect([migration.code, migration.out]).toEqual([
      1,
      expect.stringContaining('The migration ended with 1'),
    ]);
  });

  it('is left by rollback', () => {
    world = deployed();
    world.deploy(['--yes'], { STUB_IMAGE: 'next' });
    const back = world.deploy(['rollback', '--yes']);
    expect(back, back.out).toMatchObject({ code: 0 });
    const running = world.state()['s3___riches-reach-state-333333333333_releases_prod.running'] ?? '';
    expect(running.match(new RegExp(digest('good'), 'g'))).toHaveLength(3);
  });
});

describe('choices', () => {
  it('take one step, one region, or begin later', () => {
    world = deployed();
    expect(world.deploy(['--yes', '--only', 'migrate']).code).toBe(0);
    expect(world.changes()).toEqual([expect.stringContaining('aws ecs run-task')]);
    expect(world.deploy(['--yes', '--region', 'eu-west-1'], { STUB_IMAGE: 'next' }).code).toBe(0);
    const running = world.state()['s3___riches-reach-state-333333333333_releases_prod.running'] ?? '';
    expect(running.match(new RegExp(digest('next'), 'g'))).toHaveLength(1);
    expect(world.deploy(['--yes', '--from', 'edge']).out).not.toContain('now          migrate');
    expect(world.deploy(['status']).out).toContain('migrate');
  });
});

describe('bad input is stopped before anything changes', () => {
  it.each([
    [[], { ENVIRONMENT: 'production' }, 'Set it to dev, staging or prod.'],
    [['--nonsense'], {}, 'There is no option --nonsense.'],
    [['--only', 'lunch'], {}, 'There is no step lunch.'],
    [['--region', 'us-west-2'], {}, 'There is no region us-west-2.'],
    [[], { STUB_ACCOUNT: '999999999999' }, 'You are signed in to account 999999999999'],
    [[], { BASE_IMAGE: 'node:24' }, 'a maintained Node 24 image for ARM by digest'],
    [[], { STUB_NO_BUCKET: '1' }, 'The bucket riches-reach-state-333333333333 is missing.'],
    [[], { STUB_LISTS: 'pl-ffffffff' }, 'lacks pl-ffffffff'],
    [[], { ENVIRONMENT: 'dev' }, "is still 'dev.richesreach.example'"],
    [['rollback'], {}, 'There is no release before this one.'],
  ])('%j %j', (args, env, message) => {
    const stopped = world.deploy(args, env);
    expect([stopped.code, stopped.out]).toEqual([1, expect.stringContaining(message)]);
    expect(world.changes()).toEqual([]);
  });

  it('an absent tool', () => {
    rmSync(join(world.directory, 'bin/terraform'));
    expect(world.deploy().out).toContain('terraform is not on PATH.');
  });

  it('production without a word', () => {
    expect(world.deploy().out).toContain('Add --yes.');
    expect(world.changes().some((it) => it.startsWith('terraform apply'))).toBe(false);
  });
});

describe('the scripts', () => {
  const absent = spawnSync('shellcheck', ['--version']).error !== undefined;
  if (absent)
    console.warn('SKIPPED: shellcheck is not on PATH (apt-get install --no-install-recommends shellcheck).');
  it.skipIf(absent && process.env.CI !== 'true')('are clean for shellcheck', () => {
    const done = spawnSync('shellcheck', ['-x', 'deploy_phase3.sh'], { cwd: PROJECT, encoding: 'utf8' });
    expect(done.stdout).toBe('');
  });
});
