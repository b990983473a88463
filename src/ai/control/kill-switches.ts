import type { KillSwitch } from '#contracts/ai-operations';
import { DomainError } from '#platform';
import type { Model } from '../catalogue/model.ts';
import type { KillSwitchStore } from './kill-switch-store.ts';

/** The kill switches that are on: they stop new calls at once, here, and within moments on every other process. */
export interface KillSwitches {
  readonly list: readonly KillSwitch[];
  /** Why a model must not be called for a key; null where nothing stops it. */
  stopFor(model: Model, principalId: string | null): string | null;
  /** @throws DomainError `ai-stopped` where a switch stops this key, or everything. */
  admit(principalId: string): void;
  isKilled(target: KillSwitch['target'], name: string): boolean;
  refresh(): Promise<void>;
}

/** The name under which the switch for everything is kept. */
export const EVERYTHING = '*';

export async function createKillSwitches(store: KillSwitchStore): Promise<KillSwitches> {
  let list: readonly KillSwitch[] = [];
  let byName = new Map<string, KillSwitch>();
  const switches: KillSwitches = {
    get list() {
      return list;
    },
    admit(principalId) {
      const found = byName.get(`all:${EVERYTHING}`) ?? byName.get(`key:${principalId}`);
      if (found === undefined) return;
      throw new DomainError(
        'ai-stopped',
        `A kill switch stops ${found.target === 'all' ? 'all AI traffic' : 'this key'}.`,
      );
    },
    isKilled: (target, name) => byName.has(`${target}:${name}`),
    stopFor(model, principalId) {
      if (byName.size === 0) return null;
      const found =
        byName.get(`all:${EVERYTHING}`) ??
        byName.get(`provider:${model.provider}`) ??
        byName.get(`model:${model.id}`) ??
        (principalId === null ? undefined : byName.get(`key:${principalId}`));
      if (found === undefined) return null;
      return `a kill switch stops ${found.target === 'all' ? 'all AI traffic' : `${found.target} ${found.name}`}${found.reason === null ? '' : `: ${found.reason}`}`;
    },
    async refresh() {
      list = await store.list();
      byName = new Map(list.map((it) => [`${it.target}:${it.name}`, it]));
    },
  };
  await switches.refresh();
  return switches;
}
