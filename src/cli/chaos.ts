import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand } from 'citty';
import { readConfig } from '#platform';
import { type Behaviour, FAULTS, GOOD_DAY, isProvider, PROVIDERS } from '#simulator';
import { readEnvironment } from './environment.ts';
import { readCount, SIMULATOR_PORT } from './simulate-providers.ts';
import { UsageError } from './usage-error.ts';

const ACTIONS = ['kill', 'slow', 'break', 'heal'] as const;
const SLOW_MS = 3_000;

export const chaosCommand = defineCommand({
  meta: { name: 'chaos', description: 'Make a simulated AI provider fail, and heal it again' },
  args: {
    action: { type: 'positional', required: true, description: ACTIONS.join(', ') },
    provider: { type: 'positional', required: true, description: PROVIDERS.join(', ') },
    fault: {
      type: 'string',
      valueHint: 'name',
      description: `what breaks: ${FAULTS.join(', ')}; stream_cut unless told`,
    },
    rate: {
      type: 'string',
      valueHint: 'percent',
      description: 'share of calls that meet it; 100 unless told',
    },
    ms: { type: 'string', valueHint: 'number', description: `how much slower; ${SLOW_MS} unless told` },
    url: {
      type: 'string',
      valueHint: 'url',
      description: 'address of the simulator; the running demo unless told',
    },
    'data-dir': { type: 'string', valueHint: 'path', description: 'data directory of the running demo' },
  },
  async run({ args }) {
    if (!isProvider(args.provider))
      throw new UsageError(`There is no provider "${args.provider}".`, `Use ${PROVIDERS.join(', ')}.`);
    const change = changeOf(args);
    const url = args.url ?? (await findSimulator(args['data-dir']));
    const reply = await fetch(`${url}/control/${args.provider}`, {
      method: 'PUT',
      body: JSON.stringify(change),
    }).catch(() => undefined);
    if (reply?.ok !== true)
      throw new UsageError(
        `No simulator answers at ${url}.`,
        'Start the demo or `richesreach simulate-providers`, or name it by --url.',
      );
    console.log(`${args.provider}: ${args.action === 'heal' ? 'healed' : describe(change)}`);
  },
});

interface ChaosArgs {
  readonly action: string;
  readonly fault?: string | undefined;
  readonly rate?: string | undefined;
  readonly ms?: string | undefined;
}

function changeOf(args: ChaosArgs): Partial<Behaviour> {
  const share = (readCount('rate', args.rate) ?? 100) / 100;
  switch (args.action) {
    case 'kill':
      return { fault: 'refuse', faultRate: share };
    case 'slow':
      return { slowRate: share, slowMs: readCount('ms', args.ms) ?? SLOW_MS };
    case 'break':
      return { fault: faultOf(args.fault ?? 'stream_cut'), faultRate: share };
    case 'heal':
      return GOOD_DAY;
    default:
      throw new UsageError(`chaos does not know "${args.action}".`, `Use ${ACTIONS.join(', ')}.`);
  }
}

function faultOf(name: string): Behaviour['fault'] {
  const fault = FAULTS.find((known) => known === name);
  if (fault === undefined) throw new UsageError(`There is no fault "${name}".`, `Use ${FAULTS.join(', ')}.`);
  return fault;
}

function describe(change: Partial<Behaviour>): string {
  return Object.entries(change)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** A running demo leaves its simulator's address in the data directory. */
async function findSimulator(dataDir: string | undefined): Promise<string> {
  const config = readConfig(readEnvironment({ RICHESREACH_DATA_DIR: dataDir }));
  const text = await readFile(join(config.dataDir, 'simulator-address'), 'utf8').catch(() => undefined);
  return text?.trim() ?? `http://127.0.0.1:${SIMULATOR_PORT}`;
}
