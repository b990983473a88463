import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createLogger } from '../logger.ts';
import type { Database } from '../postgres.ts';
import type { Job } from './job.ts';
import { createJobStore } from './job-store.ts';
import { startScheduler } from './scheduler.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 5, 30, 12, 30);

let database: Database;
beforeEach(async () => void (database = await createTestDatabase()));
afterEach(() => database[Symbol.asyncDispose]());

/** One worker process on the shared database. */
function worker(clock: { nowMs: number }, job: Job) {
  return startScheduler({
    store: createJobStore(database),
    clock: { now: () => clock.nowMs },
    logger: createLogger({ logLevel: 'silent' }),
    jobs: [job],
  });
}

function counting(fields: Partial<Job> = {}) {
  const seen = { runs: 0 };
  const job: Job = {
    name: 'count',
    summary: 'Counts',
    schedule: { every: 'hour', minute: 0 },
    async run() {
      seen.runs += 1;
      await sleep(30);
      return { report: { runs: seen.runs }, text: `run ${seen.runs}` };
    },
    ...fields,
  };
  return { seen, job };
}

it('runs each due time once over three processes, and not before the first', async () => {
  const clock = { nowMs: START_MS };
  const { seen, job } = counting();
  await using a = worker(clock, job);
  await using b = worker(clock, job);
  await using c = worker(clock, job);
  const attend = () => Promise.all([a, b, c].map((it) => it.attend()));
  await attend();
  expect(seen.runs).toBe(0);
  for (const hours of [1, 2]) {
    clock.nowMs = START_MS + hours * HOUR_MS;
    await attend();
    await attend();
    expect(seen.runs).toBe(hours);
  }
  const runs = await createJobStore(database).latest('count', 10);
  expect(runs.map(({ outcome, summary, report }) => ({ outcome, summary, report }))).toEqual([
    { outcome: 'success', summary: 'run 2', report: { runs: 2 } },
    { outcome: 'success', summary: 'run 1', report: { runs: 1 } },
  ]);
});

it('runs at first sight what has to, and makes up at a start for what was missed, once', async () => {
  const clock = { nowMs: START_MS };
  const { seen, job } = counting({ atFirst: true });
  await using first = worker(clock, job);
  await first.attend();
  expect(seen.runs).toBe(1);
  clock.nowMs += 5 * HOUR_MS;
  await using second = worker(clock, job);
  await second.attend();
  await second.attend();
  expect(seen.runs).toBe(2);
});

it('tries again what failed, later and not for ever', async () => {
  const clock = { nowMs: START_MS };
  let tries = 0;
  const { job } = counting({ atFirst: true, schedule: { every: 'day', hour: 0 } });
  const failing = { ...job, run: () => Promise.reject(new Error(`no luck ${(tries += 1)}`)) };
  await using scheduler = worker(clock, failing);
  for (let turn = 0; turn < 12; turn += 1) {
    await scheduler.attend();
    clock.nowMs += 6 * 60_000;
  }
  expect(tries).toBe(3);
  const [run] = await createJobStore(database).latest('count', 1);
  expect(run).toMatchObject({ outcome: 'failure', attempts: 3, summary: 'no luck 3' });
});

it('takes over from a process that died in the middle', async () => {
  const clock = { nowMs: START_MS };
  const { seen, job } = counting();
  const store = createJobStore(database);
  await store.knownSince('count', new Date(START_MS - HOUR_MS));
  await store.begin('count', new Date(START_MS - HOUR_MS / 2), new Date(START_MS - HOUR_MS / 2));
  await using scheduler = worker(clock, job);
  await scheduler.attend();
  expect(seen.runs).toBe(1);
  expect(await store.latest('count', 5)).toMatchObject([{ outcome: 'success', attempts: 2 }]);
});

it('keeps the latest sixty runs', async () => {
  const store = createJobStore(database);
  for (let run = 0; run < 63; run += 1) {
    const at = new Date(START_MS + run * HOUR_MS);
    await store.finish(await store.begin('count', at, at), 'success', { report: {}, text: `${run}` }, at);
  }
  const runs = await store.latest('count', 100);
  expect([runs.length, runs[0]?.summary, runs.at(-1)?.summary]).toEqual([60, '62', '3']);
});
