#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fail, findNode, installPackages } from './packages.js';
import { findProgram, PROGRAMS } from './programs.js';

// What `npm test` and `npm run check` run first. `--tests` also looks for the programs the tests drive.

installPackages({ dev: true });
findNode();
if (process.argv.includes('--tests')) providePrograms();

function providePrograms() {
  if (missingPrograms().length > 0 && isDebian() && process.getuid?.() === 0) installByApt();
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const line = `apt-get install -y --no-install-recommends ${debianNames(missing)}`;
  if (process.env.CI)
    fail({
      what: `Tests need ${missing.join(' and ')}, and in CI none is skipped.`,
      why: 'It is not on the PATH and could not be installed from here.',
      fix: `Run \`${line}\` in the image, or unset CI to skip those suites.`,
    });
  console.error(`SKIPPED: the suites that need ${missing.join(' and ')}. To run them too: sudo ${line}`);
}

function missingPrograms() {
  return /** @type {(keyof typeof PROGRAMS)[]} */ (Object.keys(PROGRAMS)).filter(
    (name) => !findProgram(name),
  );
}

/** @param {(keyof typeof PROGRAMS)[]} programs */
function debianNames(programs) {
  return programs.map((program) => PROGRAMS[program].debian).join(' ');
}

function isDebian() {
  const release = '/etc/os-release';
  return existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
}

function installByApt() {
  const names = debianNames(missingPrograms());
  console.error(`Installing ${names} by apt for the tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { stdio: ['ignore', 2, 2], env };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names.split(' ')], options);
}
