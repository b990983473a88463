import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, openDatabase, type PostgresAddress, systemClock } from '#platform';
import { createAccountStore } from '../../src/ai/budget/account-store.ts';
import { createBudgetBook } from '../../src/ai/budget/budget-book.ts';
import { createLimitStore } from '../../src/ai/budget/limit-store.ts';
import type { Task } from '../../src/ai/routing/task.ts';

/** One gateway process of the budget test: every request at once, each line written before it counts as spent. */
const [address = '', requests = '', seed = ''] = process.argv.slice(2);
const WORST_USD = 0.002;

const logger = createLogger({ logLevel: 'silent' });
const database = openDatabase(JSON.parse(address) as PostgresAddress, logger, { max: 4 });
const book = await createBudgetBook({
  accounts: createAccountStore(database, randomUUID(), 3),
  limits: createLimitStore(database),
  clock: systemClock,
  logger,
});
const say = (line: string) => writeSync(1, `${line}\n`);
const signal = AbortSignal.timeout(60_000);
// Only what the budgets read of a task.
const task = { principalId: 'spender', user: null } as Task;

async function spend(index: number): Promise<void> {
  const random = ((index * 2_654_435_761 + Number(seed) * 40_503) >>> 0) / 2 ** 32;
  try {
    const reservation = await book.reserve(task, WORST_USD, signal);
    say(`start ${index}`);
    await sleep(5 + 25 * random);
    const costUsd = Math.round(WORST_USD * (0.3 + 0.6 * random) * 1e9) / 1e9;
    say(`spent ${index} ${costUsd}`);
    reservation.settle(costUsd);
  } catch {
    say(`refused ${index}`);
  }
}

await Promise.all(Array.from({ length: Number(requests) }, (_, index) => spend(index)));
await book[Symbol.asyncDispose]();
await database[Symbol.asyncDispose]();
