#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findNode, installPackages, ROOT } from './packages.js';

const COMMAND_LINE = join(ROOT, 'src/cli/index.ts');

installPackages({ dev: false });
if (process.env.npm_lifecycle_event !== undefined) stopWithNpm();
const node = findNode();
if (node === process.execPath) await import(pathToFileURL(COMMAND_LINE).href);
else runUnder(node);

/** npm passes a signal on to its shell, which ends without telling us: without this we would live on unseen. */
function stopWithNpm() {
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM');
  }, 1000);
  timer.unref();
}

/**
 * Runs the command line under another Node as if it were this process: same terminal, signals, exit code. The channel
 * tells it when this process is killed outright, so that it does not live on unseen.
 * @param {string} node
 */
function runUnder(node) {
  const child = spawn(node, [COMMAND_LINE, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    for (const handled of signals) process.removeAllListeners(handled);
    if (signal === null) process.exit(code ?? 1);
    process.kill(process.pid, signal);
  });
}
