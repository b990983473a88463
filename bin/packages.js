import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Plain JavaScript: this runs before anything is installed, under any Node from 20 on.

const NEEDED_NODE = 24;

/** @typedef {{ version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage */

/** The project's directory. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Installs the packages of the lockfile if `node_modules` does not hold them.
 * @param {{ dev: boolean, root?: string }} options `dev`: those of tests and checks too
 */
export function installPackages({ dev, root = ROOT }) {
  if (isInstalled(root, dev)) return;
  console.error('Installing packages from package-lock.json; this takes a minute the first time …');
  const started = Date.now();
  const { program, args } = npmCommand();
  const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const { status, error } = spawnSync(program, [...args, 'ci', '--ignore-scripts', ...quiet], {
    cwd: root,
    stdio: ['ignore', 'ignore', 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    fail({
      what: 'The packages could not be installed.',
      why: error?.message ?? `npm ci ended with ${status}; its own message is above.`,
      fix: `Mend that and run \`npm ci --ignore-scripts\` in ${root}.`,
    });
  console.error(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * Compares what npm recorded as installed with the lockfile, so that packages installed by hand count too.
 * @param {string} root
 * @param {boolean} dev
 */
export function isInstalled(root, dev) {
  const recorded = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (recorded === undefined) return false;
  const wanted = readPackages(join(root, 'package-lock.json')) ?? {};
  return Object.entries(wanted).every(([path, locked]) => {
    if (path === '') return true;
    const installed = recorded[path];
    if (installed === undefined) return mayBeMissing(locked, dev);
    return installed.version === locked.version && existsSync(join(root, path));
  });
}

/**
 * Optional packages are those of other platforms.
 * @param {LockedPackage} locked
 * @param {boolean} dev
 */
function mayBeMissing(locked, dev) {
  return (
    locked.optional === true || locked.link === true || (!dev && (locked.dev ?? locked.devOptional ?? false))
  );
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readPackages(path) {
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** The npm that started us, else the one on the path. */
function npmCommand() {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('npm-cli.js')
    ? { program: process.execPath, args: [npm] }
    : { program: 'npm', args: [] };
}

/**
 * The Node that runs the platform: this one if it is new enough, else the one that came with the packages.
 * @returns {string} its path
 */
export function findNode(root = ROOT) {
  const own = process.versions.node;
  if (Number.parseInt(own, 10) >= NEEDED_NODE) return process.execPath;
  const os = process.platform === 'win32' ? 'win' : process.platform;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const carried = join(root, 'node_modules', `node-${os}-${process.arch}`, 'bin', program);
  if (existsSync(carried)) return carried;
  return fail({
    what: `RichesReach needs Node ${NEEDED_NODE} or newer.`,
    why: `This is Node ${own}, and no Node comes with the packages for ${process.platform} on ${process.arch}.`,
    fix: `Install Node ${NEEDED_NODE} (https://nodejs.org) and run this again.`,
  });
}

/**
 * Ends the process with one clear error.
 * @param {{ what: string, why: string, fix: string }} error
 * @returns {never}
 */
export function fail({ what, why, fix }) {
  console.error(`error: ${what}\n  why: ${why}\n  fix: ${fix}`);
  process.exit(1);
}
