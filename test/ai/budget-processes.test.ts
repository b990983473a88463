import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../support/database.ts';

const SPENDER = join(import.meta.dirname, '../support/budget-spender.ts');
const PROCESSES = 4;
const REQUESTS = 10_000;
const WORST_USD = 0.002;
/** About half of what the requests want to spend. */
const CAP_USD = 6;

it(`spends at most the cap: ${REQUESTS} requests at once on ${PROCESSES} processes, one killed with -9`, async () => {
  await using database = await createTestDatabase();
  await database.pool.query(
    `INSERT INTO ai_budgets (scope, subject, span, limit_nano, updated_by) VALUES ('global', '', 'day', $1, 'test')`,
    [CAP_USD * 1e9],
  );
  const children = Array.from({ length: PROCESSES }, (_, index) =>
    start(JSON.stringify(database.address), REQUESTS / PROCESSES, index + 1),
  );
  const [victim, ...others] = children;
  await until(() => (victim?.lines.filter((line) => line.startsWith('spent')).length ?? 0) > 200);
  victim?.process.kill('SIGKILL');
  await Promise.all(others.map(({ ended }) => ended));

  const spent = children.map(({ lines }) => spentBy(lines));
  const settled = spent.reduce((sum, { settled }) => sum + settled, 0);
  const inFlight = spent.reduce((sum, { running }) => sum + running * WORST_USD, 0);
  const refused = children.flatMap(({ lines }) => lines.filter((line) => line.startsWith('refused')));
  console.log(
    `spent ${settled.toFixed(6)} of ${CAP_USD} USD, up to ${inFlight.toFixed(6)} more in flight at the kill: ${((100 * (settled + inFlight)) / CAP_USD).toFixed(2)} % used, ${refused.length} refused`,
  );
  expect(settled + inFlight).toBeLessThanOrEqual(CAP_USD + 1e-9);
  expect(settled + inFlight).toBeGreaterThanOrEqual(0.97 * CAP_USD);
  expect(refused.length).toBeGreaterThan(1_000);

  const { rows } = await database.pool.query('SELECT * FROM ai_budget_periods');
  const booked = (rows[0].spent_nano + rows[0].leased_nano + rows[0].written_off_nano) / 1e9;
  expect(booked).toBeLessThanOrEqual(CAP_USD);
  expect(booked).toBeGreaterThanOrEqual(settled - 1e-9);
  // Whoever finds the rest leased to the killed process waits until that lease runs out.
}, 120_000);

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
  readonly lines: string[];
}

function start(address: string, requests: number, seed: number): Child {
  const child = spawn(process.execPath, [SPENDER, address, String(requests), String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return { process: child, ended, lines };
}

function spentBy(lines: readonly string[]) {
  const started = lines.filter((line) => line.startsWith('start')).length;
  const ended = lines.filter((line) => line.startsWith('spent'));
  const settled = ended.reduce((sum, line) => sum + Number(line.split(' ')[2]), 0);
  return { settled, running: started - ended.length };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}
