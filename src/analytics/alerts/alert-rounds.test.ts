import { expect, it } from 'vitest';
import type { AlertRule } from '#contracts/alerts';
import type { Logger } from '#platform';
import { AlertRounds } from './alert-rounds.ts';

it('says once a round that rules could not be looked at, and looks at them again', async () => {
  const told: object[] = [];
  let looks = 0;
  const rule = (id: number) =>
    ({
      id,
      name: `rule ${id}`,
      enabled: true,
      condition: { kind: 'market_change', percent: 1 },
    }) as AlertRule;
  const rounds = new AlertRounds({
    logger: { warn: (about: object) => told.push(about) } as unknown as Logger,
    clock: { now: () => 0 },
    rules: { list: async () => Array.from({ length: 500 }, (_, at) => rule(at)) } as never,
    alerts: { states: async () => new Map() } as never,
    desk: { take: async () => new Map() } as never,
    observations: undefined as never,
    async sessionChanges() {
      looks += 1;
      if (looks <= 500) throw new Error('the database is away');
      return new Map();
    },
  });
  await rounds.run();
  expect(told).toEqual([{ rule: 'rule 0', reason: 'the database is away', rules: 500 }]);
  await rounds.run();
  expect(looks).toBe(1_000);
  expect(told).toHaveLength(1);
});
