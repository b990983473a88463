import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ran, run, type Tools } from './tools.ts';

const INFRASTRUCTURE = join(import.meta.dirname, '..');
export const ROOT = 'terraform/phase3';
export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

// The provider's collector is the larger part of a plan's CPU time; memory is cheaper here.
const QUIET = {
  TF_CLI_CONFIG_FILE: '/dev/null',
  CHECKPOINT_DISABLE: '1',
  TF_IN_AUTOMATION: '1',
  GOGC: '400',
};
const DIGEST = `sha256:${'0'.repeat(64)}`;
/** Values that a plan needs and nobody keeps: right in form, secret nowhere. */
const SECRETS = {
  TF_VAR_origin_secret: 'offline-origin-secret-0123456789abcdef',
  TF_VAR_redis_auth_token: 'offline-redis-token-0123456789abcdef',
  TF_VAR_database_password: 'offline-database-password-0123',
  TF_VAR_image_digests: JSON.stringify({
    'us-east-1': DIGEST,
    'eu-west-1': DIGEST,
    'ap-southeast-1': DIGEST,
  }),
};

/** A copy of the configuration with local state, so that checking leaves nothing behind. */
export class Workspace implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'richesreach-infra-'));
  readonly #tools: Tools;
  readonly #ready = new Set<string>();

  constructor(tools: Tools) {
    this.#tools = tools;
    const left = ['node_modules', '.terraform'];
    for (const part of ['terraform', 'edge/dist'])
      cpSync(join(INFRASTRUCTURE, part), join(this.directory, part), {
        recursive: true,
        filter: (from) => !left.some((name) => from.endsWith(`/${name}`)),
      });
    writeFileSync(
      join(this.directory, ROOT, 'offline_override.tf'),
      'terraform {\n  backend "local" {}\n}\n',
    );
  }

  /** Runs Terraform in a folder, initialised from the local provider, with no network where that can be had. */
  terraform(folder: string, ...args: string[]): Ran {
    const cwd = join(this.directory, folder);
    const call = (...rest: string[]) =>
      run([...this.#tools.isolate, this.#tools.terraform, ...rest], { cwd, env: { ...QUIET, ...SECRETS } });
    if (args[0] !== 'fmt' && !this.#ready.has(folder)) {
      const init = call('init', '-input=false', '-no-color', `-plugin-dir=${this.#tools.mirror}`);
      if (init.code !== 0) return init;
      this.#ready.add(folder);
    }
    return call(...args);
  }

  /** The JSON of an environment's plan, or what Terraform said against it. */
  plan(environment: EnvironmentName): { text: string; cpuSeconds: number } | { error: string } {
    const file = join(this.directory, `${environment}.tfplan`);
    const args = [
      '-refresh=false',
      '-input=false',
      '-lock=false',
      '-no-color',
      '-var=offline=true',
      `-var-file=envs/${environment}.tfvars`,
      `-out=${file}`,
    ];
    const planned = this.terraform(ROOT, 'plan', ...args);
    if (planned.code !== 0) return { error: planned.stderr || planned.stdout };
    const shown = this.terraform(ROOT, 'show', '-json', file);
    return shown.code === 0
      ? { text: shown.stdout, cpuSeconds: planned.cpuSeconds }
      : { error: shown.stderr };
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The production plan, made once for each state of the configuration and kept in the data directory. */
export function cachedProductionPlan(tools: Tools, cacheDirectory: string): string {
  const hash = createHash('sha256');
  for (const folder of ['terraform', 'edge/dist']) hashFiles(hash, join(INFRASTRUCTURE, folder));
  const file = join(cacheDirectory, `prod-${hash.digest('hex').slice(0, 16)}.json`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  using workspace = new Workspace(tools);
  const planned = workspace.plan('prod');
  if ('error' in planned) throw new Error(planned.error);
  rmSync(cacheDirectory, { recursive: true, force: true });
  mkdirSync(cacheDirectory, { recursive: true });
  writeFileSync(file, planned.text);
  return planned.text;
}

function hashFiles(hash: ReturnType<typeof createHash>, directory: string): void {
  for (const it of readdirSync(directory, { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (it.name === '.terraform') continue;
    const path = join(directory, it.name);
    if (it.isDirectory()) hashFiles(hash, path);
    else hash.update(path.slice(INFRASTRUCTURE.length)).update(readFileSync(path));
  }
}
