import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** User and system CPU seconds of the command and its children. */
  readonly cpuSeconds: number;
}

/** What the checks need from the machine; a missing part has its remedy instead. */
export interface Tools {
  readonly terraform: string;
  readonly mirror: string;
  /** Prefix that runs a command in an empty network namespace; empty where the kernel does not permit one. */
  readonly isolate: readonly string[];
}

const PROVIDER = join('registry.terraform.io', 'hashicorp', 'aws');
const ROOTS = [
  '/usr/local/share/terraform',
  '/usr/share/terraform',
  '/usr/local/lib',
  '/opt',
  '/srv',
  join(homedir(), '.terraform.d'),
];

/** Terraform and a local copy of its AWS provider, or what is missing and how to get it. */
export function findTools(env: NodeJS.ProcessEnv): Tools | { missing: string } {
  const terraform = run(['terraform', 'version'], {}).code === 0 ? 'terraform' : undefined;
  if (terraform === undefined) return { missing: 'Terraform is not on PATH. Install version 1.11 or later.' };
  const mirror = findMirror(env.TF_PLUGIN_DIR, ROOTS);
  if (mirror === undefined)
    return {
      missing: `No local copy of the AWS provider was found. Make one with terraform providers mirror DIR and set TF_PLUGIN_DIR=DIR.`,
    };
  return {
    terraform,
    mirror,
    isolate:
      [
        ['unshare', '-n'],
        ['unshare', '-rn'],
      ].find((it) => run([...it, 'true'], {}).code === 0) ?? [],
  };
}

/** The directory that holds registry.terraform.io/hashicorp/aws: the one named, or the first found under the roots. */
export function findMirror(named: string | undefined, roots: readonly string[]): string | undefined {
  const holds = (directory: string) => existsSync(join(directory, PROVIDER));
  if (named !== undefined && named !== '') return holds(named) ? named : undefined;
  return roots.flatMap((root) => [root, ...below(root, 2)]).find(holds);
}

function below(directory: string, depth: number): string[] {
  if (depth === 0 || !existsSync(directory)) return [];
  try {
    const inner = readdirSync(directory)
      .map((name) => join(directory, name))
      .filter((it) => statSync(it, { throwIfNoEntry: false })?.isDirectory() === true);
    return [...inner, ...inner.flatMap((it) => below(it, depth - 1))];
  } catch {
    // A directory that may not be read holds nothing for us.
    return [];
  }
}

/** Runs a command to its end and measures its CPU time, which Node does not tell for children. */
export function run(
  command: readonly string[],
  options: { cwd?: string; env?: Record<string, string | undefined> },
): Ran {
  const script = `TIMEFORMAT=$'\\ncpu %U %S'; time "$@"`;
  const done = spawnSync('bash', ['-c', script, 'run', ...command], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const times = /\ncpu ([\d.]+) ([\d.]+)\n$/.exec(done.stderr);
  return {
    code: done.status ?? 1,
    stdout: done.stdout,
    stderr: times === null ? done.stderr : done.stderr.slice(0, times.index),
    cpuSeconds: times === null ? Number.NaN : Number(times[1]) + Number(times[2]),
  };
}
