import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from '#platform';

/**
 * The one place where the process's environment is read. It wins over the `.env` file of the working directory;
 * `options` are what the command line says and win over both.
 */
export function readEnvironment(options: Environment = {}): Environment {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...file, ...process.env, ...Object.fromEntries(given) };
}
