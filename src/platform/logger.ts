import { type Logger, pino } from 'pino';
import type { Config } from '#contracts/config';

export type { Logger };

const SECRETS = ['apiKey', 'authorization', 'password', 'secret', 'token', 'databaseUrl', 'redisUrl'];

/** Structured JSON log on stderr, so that a command's stdout stays its answer. Secrets are redacted by name. */
export function createLogger(config: Pick<Config, 'logLevel'>): Logger {
  return pino(
    {
      level: config.logLevel,
      base: null,
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
