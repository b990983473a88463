import { defineCommand } from 'citty';
import pc from 'picocolors';
import type { Config } from '#contracts/config';
import { createLogger, readConfig } from '#platform';
import { type Platform, startPlatform } from '../roles.ts';
import { readEnvironment } from './environment.ts';
import { DATABASE_ARGS } from './session.ts';
import { ensureWebApp } from './web-build.ts';

/** A stop that takes longer is cut short: orchestrators kill after 60 seconds. */
const STOP_WITHIN_MS = 50_000;

export const serveCommand = defineCommand({
  meta: { name: 'serve', description: 'Run the platform: API, web app, WebSocket and jobs' },
  args: {
    ...DATABASE_ARGS,
    port: {
      type: 'string',
      valueHint: 'number',
      description: 'port to listen on; 0 takes any free one (8000)',
    },
    host: { type: 'string', valueHint: 'address', description: 'address to listen on (127.0.0.1)' },
    role: {
      type: 'string',
      valueHint: 'names',
      description: 'ai-router, analytics, realtime, web, worker; comma-separated (all)',
    },
    demo: {
      type: 'boolean',
      default: true,
      negativeDescription: 'leave out the simulated data and providers',
    },
  },
  async run({ args }) {
    const config = readConfig(
      readEnvironment({
        PORT: args.port,
        HOST: args.host,
        RICHESREACH_ROLES: args.role,
        RICHESREACH_DATA_DIR: args['data-dir'],
        RICHESREACH_DEMO: args.demo ? undefined : 'false',
      }),
    );
    const stopped = stopSignal();
    const webAppDir = config.roles.includes('web')
      ? await ensureWebApp(() => say('building the web app'))
      : undefined;
    await using platform = await startPlatform(config, createLogger(config), { webAppDir, onProgress: say });
    console.log(await greeting(platform, config));
    await stopped;
    say('stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  },
});

function say(step: string): void {
  process.stderr.write(`${pc.dim(`${step} …`)}\n`);
}

/** Resolves at the first request to stop. Further ones change nothing: the stop is under way and bounded in time. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

async function greeting(platform: Platform, config: Config): Promise<string> {
  const lines = [`${pc.bold('RichesReach')} answers at ${pc.cyan(platform.url)}`];
  if (config.writerUrl !== undefined)
    lines.push(`Reads from a replica; what writes is sent on to ${config.writerUrl}`);
  else if (config.profile === 'development') {
    const key = await platform.access.localKey();
    lines.push(
      `Local key  ${key}`,
      `Try        curl -s ${platform.url}/ai/route -H 'authorization: Bearer ${key}' -H 'content-type: application/json' -d '{"request_type":"general_chat","prompt":"What is a bear market?"}'`,
    );
  }
  if (platform.isSimulated())
    lines.push(pc.yellow('Simulated data and providers are in use; --no-demo leaves them out.'));
  return lines.join('\n');
}
