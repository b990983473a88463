import { once } from 'node:events';
import { defineCommand } from 'citty';
import { SIMULATOR_KEY, startSimulator } from '#simulator';
import { UsageError } from './usage-error.ts';

export const SIMULATOR_PORT = 8_099;

export const simulateProvidersCommand = defineCommand({
  meta: {
    name: 'simulate-providers',
    description: "Run a simulation of the AI vendors' APIs, for tests and demos",
  },
  args: {
    port: {
      type: 'string',
      valueHint: 'number',
      description: `port on loopback; ${SIMULATOR_PORT} unless told`,
    },
    'latency-ms': {
      type: 'string',
      valueHint: 'number',
      description: 'time to the first token; 0 unless told',
    },
    'token-interval-ms': {
      type: 'string',
      valueHint: 'number',
      description: 'time between tokens; 0 unless told',
    },
    seed: { type: 'string', valueHint: 'number', description: 'makes the choice of faulty calls repeatable' },
  },
  async run({ args }) {
    await using simulator = await startSimulator({
      port: readCount('port', args.port) ?? SIMULATOR_PORT,
      behaviour: {
        latencyMs: readCount('latency-ms', args['latency-ms']) ?? 0,
        tokenIntervalMs: readCount('token-interval-ms', args['token-interval-ms']) ?? 0,
        seed: readCount('seed', args.seed) ?? 1,
      },
    });
    const { openai, anthropic, google } = simulator.baseUrls;
    console.log(`OPENAI_BASE_URL=${openai}\nANTHROPIC_BASE_URL=${anthropic}\nGOOGLE_BASE_URL=${google}`);
    console.log(`Key: ${SIMULATOR_KEY}. Every answer is simulated. Ctrl-C ends it.`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  },
});

/** A whole number, 0 or more; undefined where the option is not given. */
export function readCount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new UsageError(`--${name} ${text} is no whole number.`, 'Give a whole number, 0 or more.');
}
