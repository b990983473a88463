import type { Account, AccountStore } from './account-store.ts';
import { Lease } from './lease.ts';
import type { PeriodKey } from './period.ts';

interface Waiter {
  readonly nano: number;
  resolve(got: boolean): void;
}

/** How many needs one trip to the account covers. */
const MOST_NEEDS_AHEAD = 32;
/** Held ahead of need at most: this share of the limit. */
const HEADROOM_SHARE = 1 / 200;
/** The most one process holds at a time: this share of the limit, or eight requests. */
const HELD_SHARE = 1 / 50;
/** How long money held by others is waited for before the account is asked again. */
const ASK_AGAIN_MS = 25;
const HEARTBEAT_MS = 4_000;

/**
 * One process's side of one budget in one period. A reservation out of the lease costs no query; only when the lease
 * is short is the account asked. What does not fit now but may fit once running requests settle waits its turn.
 */
export class Purse {
  readonly key: PeriodKey;
  readonly lease = new Lease();
  readonly #store: AccountStore;
  readonly #waiters: Waiter[] = [];
  #account: Account | null = null;
  #asking = false;
  #lastNeed = 0;
  #used = false;
  #writtenAtMs = 0;

  constructor(key: PeriodKey, store: AccountStore) {
    this.key = key;
    this.#store = store;
  }

  get account(): Account | null {
    return this.#account;
  }

  set account(account: Account | null) {
    this.#account = account;
  }

  /**
   * True where the amount is held. A promise resolves to false where the budget can never hold it in this period, or
   * where the signal says that nobody waits any more.
   */
  reserve(nano: number, signal: AbortSignal): true | Promise<boolean> {
    this.#used = true;
    this.#lastNeed = nano;
    if (this.#waiters.length === 0 && this.lease.reserve(nano)) return true;
    return new Promise<boolean>((resolve) => {
      const waiter: Waiter = {
        nano,
        resolve(got) {
          signal.removeEventListener('abort', leave);
          resolve(got);
        },
      };
      const leave = () => {
        const place = this.#waiters.indexOf(waiter);
        if (place !== -1) this.#waiters.splice(place, 1);
        resolve(false);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiters.push(waiter);
      void this.#ask();
    });
  }

  /** Ends a reservation. */
  settle(reservedNano: number, spentNano: number): void {
    this.lease.settle(reservedNano, spentNano);
    this.#serve();
  }

  /** Writes down what was spent, gives back what is not needed soon, and shows that this process lives. */
  async flush(nowMs: number, closing = false): Promise<void> {
    const idle = !this.#used || closing || this.#isTight();
    this.#used = false;
    const keep = this.#waiters.length > 0 ? this.lease.free : idle ? 0 : this.#lastNeed * 16;
    const withdrawal = this.lease.withdraw(keep);
    const moved = withdrawal.settled > 0 || withdrawal.returned > 0;
    const beatDue = this.lease.granted > 0 && nowMs - this.#writtenAtMs > HEARTBEAT_MS;
    if (!moved && !beatDue) return;
    this.#writtenAtMs = nowMs;
    try {
      const alive = await this.#store.settle(this.key, withdrawal.settled, withdrawal.returned);
      if (!alive) this.lease.expire();
    } catch (error) {
      this.lease.restore(withdrawal);
      throw error;
    }
  }

  /** True where nothing is held or waited for. */
  get isEmpty(): boolean {
    return this.lease.granted === 0 && this.#waiters.length === 0;
  }

  /** The budget is nearly gone: nothing is kept that others could use. */
  #isTight(): boolean {
    const account = this.#account;
    if (account === null) return false;
    return account.limitNano - account.spentNano - account.writtenOffNano < account.limitNano / 20;
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      for (let first = this.#waiters[0]; first !== undefined; first = this.#waiters[0]) {
        if (!(await this.#askFor(first.nano)))
          await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
        this.#serve();
      }
    } catch {
      // Without the account nothing may be spent; the caller says that the database does not answer.
      for (const waiter of this.#waiters.splice(0)) waiter.resolve(false);
    } finally {
      this.#asking = false;
    }
  }

  /** Asks for the first waiter's need and those behind it; true where something moved. */
  async #askFor(need: number): Promise<boolean> {
    const short = need - this.lease.free;
    if (short <= 0) return true;
    if (this.#holdsItsShare(short)) return false;
    const waiting = this.#waiters.slice(0, MOST_NEEDS_AHEAD).reduce((sum, { nano }) => sum + nano, 0);
    const headroom = Math.min(need * 16, Math.floor((this.#account?.limitNano ?? 0) * HEADROOM_SHARE));
    const grant = await this.#store.lease(
      this.key,
      short,
      Math.max(short, waiting + headroom - this.lease.free),
    );
    if (grant === null) return this.#refuseAll();
    this.#account = grant;
    this.lease.grant(grant.grantedNano);
    if (grant.grantedNano > 0) return true;
    return this.#refuseHopeless(grant);
  }

  /** What a process holds is lost to the others if it dies, so it holds little and the rest of its requests wait. */
  #holdsItsShare(short: number): boolean {
    if (this.#account === null) return false;
    const held = this.lease.reserved + this.lease.free;
    return held > 0 && held + short > Math.max(8 * this.#lastNeed, this.#account.limitNano * HELD_SHARE);
  }

  /** Turns away what would not fit even if every running request cost nothing. */
  #refuseHopeless(account: Account): boolean {
    const spent = account.spentNano + account.writtenOffNano + this.lease.settled;
    const stays = this.#waiters.filter(({ nano }) => nano <= account.limitNano - spent);
    if (stays.length === this.#waiters.length) return false;
    const leaves = this.#waiters.filter((waiter) => !stays.includes(waiter));
    this.#waiters.splice(0, this.#waiters.length, ...stays);
    for (const waiter of leaves) waiter.resolve(false);
    return true;
  }

  /** The budget was removed while requests waited for it: nothing limits them any more. */
  #refuseAll(): boolean {
    for (const waiter of this.#waiters.splice(0)) {
      this.lease.grant(waiter.nano);
      waiter.resolve(this.lease.reserve(waiter.nano));
    }
    return true;
  }

  #serve(): void {
    for (let first = this.#waiters[0]; first !== undefined; first = this.#waiters[0]) {
      if (!this.lease.reserve(first.nano)) return;
      this.#waiters.shift();
      first.resolve(true);
    }
  }
}
