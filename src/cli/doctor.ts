import { defineCommand } from 'citty';
import colors from 'picocolors';
import { ConfigError, readConfig } from '#platform';
import {
  type Check,
  checkCatalogue,
  checkCompatibleServers,
  checkDatabase,
  checkDemo,
  checkNode,
  checkPort,
  checkProviders,
  checkRedis,
} from './doctor-checks.ts';
import { readEnvironment } from './environment.ts';
import { explainError } from './explain-error.ts';
import { DATABASE_ARGS } from './session.ts';

export const doctorCommand = defineCommand({
  meta: { name: 'doctor', description: 'Check this machine and its configuration, and say what to mend' },
  args: { ...DATABASE_ARGS, json: { type: 'boolean', description: 'answer in JSON' } },
  async run({ args }) {
    const checks = await examine(args['data-dir']);
    if (args.json) console.log(JSON.stringify({ checks }, null, 2));
    else console.log(checks.map(render).join('\n'));
    if (checks.some(({ state }) => state === 'wrong')) process.exitCode = 1;
  },
});

async function examine(dataDir: string | undefined): Promise<Check[]> {
  const config = readOrExplain(dataDir);
  if (Array.isArray(config)) return [checkNode(), ...config];
  const rest = await Promise.all([checkDatabase(config), checkRedis(config), checkPort(config)]);
  return [
    checkNode(),
    ...rest.flat(),
    ...checkProviders(config),
    ...checkCompatibleServers(config),
    checkCatalogue(config),
    checkDemo(config),
  ];
}

function readOrExplain(dataDir: string | undefined) {
  try {
    return readConfig(readEnvironment({ RICHESREACH_DATA_DIR: dataDir }));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return explainError(error).map(({ what, why = '', fix = '' }): Check => {
      return { name: 'configuration', state: 'wrong', found: `${what} ${why}`, fix };
    });
  }
}

const MARKS = {
  ok: colors.green('ok'.padEnd(9)),
  off: colors.dim('off'.padEnd(9)),
  simulated: colors.yellow('simulated'),
  wrong: colors.red('wrong'.padEnd(9)),
};

function render({ name, state, found, fix }: Check): string {
  const line = `${MARKS[state]}  ${name.padEnd(13)}  ${found}`;
  return fix === undefined ? line : `${line}\n${' '.repeat(26)}${colors.dim('fix:')} ${fix}`;
}
