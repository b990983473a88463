import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleServer } from './bundle.ts';
import { assembleBase, freezeTimes } from './rootfs.ts';

const USAGE = `npm run image -- [--tag NAME] [--base IMAGE@sha256:…] [--platform linux/arm64] [--engine buildah|docker]

  --base   a maintained Node 24 image by digest; without it the image carries this machine's own Node (see
           infrastructure/image/rootfs.ts), which proves the build but is not patched by anybody
`;

class ImageError extends Error {}

interface Options {
  readonly tag: string;
  readonly base: string;
  readonly engine: 'buildah' | 'docker';
  /** Such as linux/arm64; nothing runs while the image is built, so any machine can build for any other. */
  readonly platform?: string | undefined;
}

/**
 * Builds the image and answers its id.
 * @throws ImageError with the remedy where the base is not pinned or the engine is not there
 */
export function buildImage({ tag, base, engine, platform }: Options, context: string): string {
  if (base !== 'scratch' && !/@sha256:[0-9a-f]{64}$/.test(base))
    throw new ImageError(
      `${base} can change tomorrow. Name the base by digest: IMAGE@sha256:<64 hex digits>.`,
    );
  if (base === 'scratch' && platform !== undefined)
    throw new ImageError(
      `Without --base the image carries this machine's Node. Name a base for ${platform}.`,
    );
  const file = join(import.meta.dirname, 'Containerfile');
  const id = join(context, 'image-id');
  const common = [
    '--build-arg',
    `BASE=${base}`,
    '-f',
    file,
    '-t',
    tag,
    '--iidfile',
    id,
    ...(platform === undefined ? [] : ['--platform', platform]),
  ];
  const command =
    engine === 'buildah'
      ? ['buildah', 'bud', '--timestamp', '0', '--layers=false', ...common, context]
      : ['docker', 'build', '--provenance=false', ...common, context];
  const done = spawnSync(command[0] ?? '', command.slice(1), {
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: '0' },
  });
  if (done.error !== undefined)
    throw new ImageError(
      `${engine} is not on PATH. Install it: apt-get install --no-install-recommends buildah.`,
    );
  if (done.status !== 0) throw new ImageError(`${engine} refused: ${done.stderr.trim()}`);
  return readFileSync(id, 'utf8').trim();
}

/** Lays out what the image is made of; answers what was not there to take along. */
export async function layOut(context: string, base: string): Promise<string[]> {
  const root = join(context, 'rootfs');
  const missing = await bundleServer(join(root, 'app'));
  if (base === 'scratch') assembleBase(root);
  mkdirSync(join(context, 'writable', 'tmp'), { recursive: true });
  copyFileSync(join(import.meta.dirname, 'Containerfile'), join(context, 'Containerfile'));
  freezeTimes(context);
  return missing;
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      tag: { type: 'string', default: 'richesreach' },
      base: { type: 'string', default: 'scratch' },
      engine: { type: 'string', default: 'buildah' },
      platform: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return void process.stdout.write(USAGE);
  if (values.engine !== 'buildah' && values.engine !== 'docker')
    throw new ImageError(`There is no engine ${values.engine}.\n\n${USAGE}`);
  const context = mkdtempSync(join(tmpdir(), 'richesreach-image-'));
  try {
    const missing = await layOut(context, values.base);
    if (missing.length > 0)
      process.stderr.write(
        `Not in the image, because not built: ${missing.join(', ')} (npm run build:web)\n`,
      );
    process.stdout.write(
      `${buildImage({ tag: values.tag, base: values.base, engine: values.engine, platform: values.platform }, context)}\n`,
    );
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof ImageError || (error instanceof Error && 'code' in error))) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
