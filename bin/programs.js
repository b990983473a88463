import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Programs of the machine that some tests run against, with the names they go by and the Debian package.
 * @satisfies {Record<string, { names: string[], debian: string }>}
 */
export const PROGRAMS = {
  chromium: {
    names: [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    debian: 'chromium',
  },
  redis: { names: ['redis-server'], debian: 'redis-server' },
};

/**
 * @param {keyof typeof PROGRAMS} program
 * @param {string | undefined} path directories to look in, as in `PATH`
 * @returns {string | undefined} where it is
 */
export function findProgram(program, path = process.env.PATH) {
  const directories = (path ?? '').split(delimiter);
  const places = PROGRAMS[program].names.flatMap((name) =>
    name.startsWith('/') ? [name] : directories.map((directory) => join(directory, name)),
  );
  return places.find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
