import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// bin/ in a project of its own: with an npm that only pretends, a command line that tells what it sees, and, as the
// Node the packages bring, the one of this run.

const ROOT = join(import.meta.dirname, '..');
const LOCK = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0', dev: true },
  },
};
const oldNode = findOldNode();
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'richesreach-launcher-'));
  cpSync(join(ROOT, 'bin'), join(project, 'bin'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify(LOCK));
  mkdirSync(join(project, 'src/cli'), { recursive: true });
  writeFileSync(
    join(project, 'src/cli/index.ts'),
    `import { stopWithParent } from '${join(ROOT, 'src/cli/parent.ts')}';
     stopWithParent();
     const [how] = process.argv.slice(2);
     process.on('SIGTERM', () => { console.log('told to stop'); process.exit(5); });
     console.log(JSON.stringify({ node: process.versions.node, pid: process.pid, words: process.argv.slice(2) }));
     if (how === 'wait') setInterval(() => undefined, 1000);
     else process.exitCode = 7;`,
  );
  mkdirSync(join(project, 'fake'));
  writeFileSync(
    join(project, 'fake/npm'),
    `#!/bin/sh
     echo "npm $*" >&2
     [ "$NPM_FAILS" ] && exit 9
     mkdir -p node_modules/a node_modules/b "${join(carriedNode(), '..')}"
     cp package-lock.json node_modules/.package-lock.json
     ln -sf ${process.execPath} "${carriedNode()}"`,
  );
  chmodSync(join(project, 'fake/npm'), 0o755);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

function carriedNode(): string {
  return `node_modules/node-${process.platform}-${process.arch}/bin/node`;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(
  script: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
  node = process.execPath,
) {
  return spawn(node, [join(project, 'bin', script), ...words], {
    env: { PATH: `${join(project, 'fake')}${delimiter}/usr/bin${delimiter}/bin`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(...args: Parameters<typeof start>): Promise<Ended> {
  const child = start(...args);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

const forget = () => rmSync(join(project, 'node_modules'), { recursive: true, force: true });

describe('installation', () => {
  it('happens when there are no packages, and not again', async () => {
    forget();
    const first = await run('richesreach.js', []);
    const second = await run('richesreach.js', []);

    expect(first.stderr).toContain('npm ci --ignore-scripts');
    expect(first.stderr).toMatch(/Packages installed in \d+ s\./);
    expect(second).toMatchObject({ code: 7, stderr: '' });
  });

  it('happens when the lockfile has moved on, or a package is gone', async () => {
    await run('setup.js', []);
    rmSync(join(project, 'node_modules/b'), { recursive: true });
    expect((await run('setup.js', [])).stderr).toContain('npm ci');
    expect((await run('setup.js', [])).stderr).toBe('');

    writeFileSync(join(project, 'package-lock.json'), JSON.stringify(LOCK).replaceAll('1.0.0', '1.0.1'));
    expect((await run('setup.js', [])).stderr).toContain('npm ci');
    writeFileSync(join(project, 'package-lock.json'), JSON.stringify(LOCK));
  });

  it('is complete without the development packages where only the platform runs', async () => {
    await run('setup.js', []);
    const { packages } = LOCK;
    writeFileSync(
      join(project, 'node_modules/.package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/a': packages['node_modules/a'] } }),
    );

    expect((await run('richesreach.js', [])).stderr).toBe('');
    expect((await run('setup.js', [])).stderr).toContain('npm ci');
  });

  it('says what to do when it fails', async () => {
    forget();

    expect(await run('richesreach.js', [], { NPM_FAILS: '1' })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /error: The packages could not be installed\.\n {2}why: npm ci ended with 9.*\n {2}fix: /,
      ),
    });
  });
});

describe('programs that tests drive', () => {
  const without = { PATH: '' };

  it('are asked for in CI, where nothing may be skipped', async () => {
    await run('setup.js', []);
    const { code, stderr } = await run('setup.js', ['--tests'], { ...without, CI: 'true' });

    expect(code).toBe(1);
    expect(stderr).toContain('apt-get install -y --no-install-recommends chromium redis-server');
  });

  it('are named loudly elsewhere', async () => {
    const { code, stderr } = await run('setup.js', ['--tests'], without);

    expect(code).toBe(0);
    expect(stderr).toContain('SKIPPED: the suites that need chromium and redis.');
  });

  it('are found by any of their names', async () => {
    for (const name of ['google-chrome', 'redis-server'])
      symlinkSync('/bin/true', join(project, 'fake', name));

    expect(await run('setup.js', ['--tests'], { PATH: join(project, 'fake'), CI: 'true' })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });
});

if (oldNode === undefined) console.warn('SKIPPED: starts under a Node before 24 – there is none on the PATH');

describe('started by npm', () => {
  it('stops when the shell of npm is gone, which hears of a signal but does not pass it on', async () => {
    await run('setup.js', []);
    const shell = spawn('sh', ['-c', `"${process.execPath}" bin/richesreach.js wait; true`], {
      cwd: project,
      env: { PATH: '/usr/bin:/bin', npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { pid } = JSON.parse(await firstLine(shell)) as { pid: number };
    expect(pid).not.toBe(shell.pid);
    shell.kill('SIGTERM');

    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

describe.skipIf(oldNode === undefined)('under a Node that is too old', () => {
  it('runs under the one the packages bring, and passes words and exit code on', async () => {
    forget();
    const { code, stdout } = await run('richesreach.js', ['say', '--it'], {}, oldNode);

    expect(JSON.parse(stdout)).toMatchObject({ node: process.versions.node, words: ['say', '--it'] });
    expect(code).toBe(7);
  });

  it('passes a signal on', async () => {
    const child = start('richesreach.js', ['wait'], {}, oldNode);
    await firstLine(child);
    child.kill('SIGTERM');

    expect(await once(child, 'exit')).toEqual([5, null]);
  });

  it('ends the platform when it is killed itself', async () => {
    const child = start('richesreach.js', ['wait'], {}, oldNode);
    const { pid } = JSON.parse(await firstLine(child)) as { pid: number };
    expect(pid).not.toBe(child.pid);
    child.kill('SIGKILL');

    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  it('says so when the packages bring none', async () => {
    rmSync(join(project, carriedNode()));

    expect(await run('richesreach.js', [], {}, oldNode)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('RichesReach needs Node 24 or newer.'),
    });
  });
});

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new TypeError('no output to read');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return line;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A Node on the machine that cannot run the platform itself. */
function findOldNode(): string | undefined {
  const places = ['/usr/bin', '/usr/local/bin', ...(process.env.PATH ?? '').split(delimiter)];
  return places
    .map((directory) => join(directory, 'node'))
    .find((node) => {
      try {
        return (
          Number(execFileSync(node, ['-p', 'parseInt(process.versions.node)'], { encoding: 'utf8' })) < 24
        );
      } catch {
        return false;
      }
    });
}
