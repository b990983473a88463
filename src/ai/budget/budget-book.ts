import { type Clock, DomainError, type Logger } from '#platform';
import type { Task } from '../routing/task.ts';
import type { AccountStore } from './account-store.ts';
import { type BudgetUse, budgetUse } from './budget-use.ts';
import type { LimitStore } from './limit-store.ts';
import { createLimits, type LimitedPeriod, type Limits, NO_LIMITS } from './limits.ts';
import { toNano, toUsd } from './money.ts';
import { elapsedShare, nameOf, periodStart } from './period.ts';
import { Purse } from './purse.ts';

/** Money held for one upstream call. */
export interface Reservation {
  /** Books what the call cost; the rest is free again. Once only. */
  settle(costUsd: number): void;
}

export interface BudgetBook extends AsyncDisposable {
  /** What the budgets of a caller still allow in this period, USD, running requests left out; null where none is set. */
  remainingUsd(task: Task): number | null;
  /** How much dearer money is than usual: above 1 where a budget runs out before its period. */
  shadowPrice(task: Task): number;
  /** Holds the worst price of a call in every budget it draws on. @throws DomainError `budget-exceeded` */
  reserve(task: Task, worstUsd: number, signal: AbortSignal): Reservation | Promise<Reservation>;
  /** How full the budgets are that this process draws on. */
  use(): BudgetUse[];
  /** Reads the budgets anew; others may have changed them. */
  refresh(): Promise<void>;
}

const FLUSH_MS = 100;
const REFRESH_MS = 2_000;
const NOTHING_HELD: Reservation = { settle: () => undefined };

export interface BudgetBookDeps {
  readonly accounts: AccountStore;
  readonly limits: LimitStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

export async function createBudgetBook({
  accounts,
  limits: limitStore,
  clock,
  logger,
}: BudgetBookDeps): Promise<BudgetBook> {
  const purses = new Map<string, Purse>();
  let limits: Limits = NO_LIMITS;
  const purseOf = ({ key, name }: LimitedPeriod) => {
    const purse = purses.get(name) ?? new Purse(key, accounts);
    purses.set(name, purse);
    return purse;
  };

  async function refresh(): Promise<void> {
    limits = createLimits(await limitStore.budgets());
    if (limits.rows.length === 0) return;
    await accounts.writeOffExpired();
    const nowMs = clock.now();
    for (const { key, ...sums } of await accounts.accounts(
      periodStart('day', nowMs),
      periodStart('month', nowMs),
    )) {
      const purse = purses.get(nameOf(key));
      if (purse?.account != null) purse.account = { ...purse.account, ...sums };
    }
  }

  async function flush(closing = false): Promise<void> {
    const nowMs = clock.now();
    await Promise.all([...purses.values()].map((purse) => purse.flush(nowMs, closing)));
    const current = new Set([periodStart('day', nowMs), periodStart('month', nowMs)]);
    for (const [name, purse] of purses)
      if (purse.isEmpty && !current.has(purse.key.start)) purses.delete(name);
  }

  const timers = [every(FLUSH_MS, () => flush(), logger), every(REFRESH_MS, refresh, logger)];
  await refresh();
  return {
    refresh,
    use() {
      const nowMs = clock.now();
      const starts = { day: periodStart('day', nowMs), month: periodStart('month', nowMs) };
      return budgetUse(limits.rows, purses.values(), starts);
    },
    remainingUsd: (task) => remainingOf(task, limits, purses, clock.now()),
    shadowPrice: (task) => shadowPriceOf(task, limits, purses, clock.now()),
    reserve(task, worstUsd, signal) {
      const periods = limits.periodsOf(task, clock.now());
      if (periods.length === 0) return NOTHING_HELD;
      return hold(periods.map(purseOf), toNano(worstUsd), signal);
    },
    async [Symbol.asyncDispose]() {
      for (const stop of timers) stop();
      await flush(true);
    },
  };
}

/** Holds an amount in every purse or in none. */
function hold(
  purses: readonly Purse[],
  nano: number,
  signal: AbortSignal,
): Reservation | Promise<Reservation> {
  const held: Purse[] = [];
  for (const [index, purse] of purses.entries()) {
    const got = purse.reserve(nano, signal);
    if (got !== true) return holdRest(got, purse, purses.slice(index + 1), held, nano, signal);
    held.push(purse);
  }
  return reservationOf(held, nano);
}

async function holdRest(
  pending: Promise<boolean>,
  first: Purse,
  rest: readonly Purse[],
  held: Purse[],
  nano: number,
  signal: AbortSignal,
): Promise<Reservation> {
  let got = await pending;
  if (got) held.push(first);
  for (const purse of got ? rest : []) {
    got = await purse.reserve(nano, signal);
    if (!got) break;
    held.push(purse);
  }
  if (got) return reservationOf(held, nano);
  for (const purse of held) purse.settle(nano, 0);
  throw new DomainError(
    'budget-exceeded',
    `The request may cost up to $${toUsd(nano)}, and a budget does not hold that any more. GET /ai/budgets shows what is left.`,
  );
}

function reservationOf(held: readonly Purse[], nano: number): Reservation {
  let open = true;
  return {
    settle(costUsd) {
      if (!open) return;
      open = false;
      const spent = toNano(costUsd);
      for (const purse of held) purse.settle(nano, spent);
    },
  };
}

function remainingOf(
  task: Task,
  limits: Limits,
  purses: ReadonlyMap<string, Purse>,
  nowMs: number,
): number | null {
  let least = limits.requestLimit(task);
  for (const { name, limitNano } of limits.periodsOf(task, nowMs)) {
    const account = purses.get(name)?.account;
    const left = limitNano - (account?.spentNano ?? 0) - (account?.writtenOffNano ?? 0);
    least = Math.min(least ?? Infinity, Math.max(0, left));
  }
  return least === null ? null : toUsd(least);
}

const DEAREST = 20;

/** The square of how much faster than time the budget goes, for the budget that goes fastest. */
function shadowPriceOf(
  task: Task,
  limits: Limits,
  purses: ReadonlyMap<string, Purse>,
  nowMs: number,
): number {
  let price = 1;
  for (const { key, name, limitNano } of limits.periodsOf(task, nowMs)) {
    const account = purses.get(name)?.account;
    if (account == null || limitNano === 0) continue;
    const spent = (account.spentNano + account.writtenOffNano) / limitNano;
    const pace = spent / Math.max(0.05, elapsedShare(key.span, key.start, nowMs));
    price = Math.max(price, Math.min(DEAREST, pace * pace));
  }
  return price;
}

/** Runs work again and again, never twice at once; a failure is logged and the next turn tries anew. */
function every(ms: number, work: () => Promise<void>, logger: Logger): () => void {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    work()
      .catch((error: unknown) => logger.warn({ err: error }, 'the budgets could not be brought up to date'))
      .finally(() => void (running = false));
  }, ms);
  timer.unref();
  return () => clearInterval(timer);
}
