import { defineCommand } from 'citty';
import { createKeyRing, createKeyStore, type KeyRing, type StoredKey } from '#access';
import { SCOPES, type Scope } from '#contracts/access';
import { createPostgresBus, migrate, systemClock } from '#platform';
import { DATABASE_ARGS, openSession } from './session.ts';
import { UsageError } from './usage-error.ts';

const ARGS = { ...DATABASE_ARGS, json: { type: 'boolean', description: 'answer in JSON' } } as const;
const ID_ARG = {
  id: { type: 'positional', required: true, description: 'id of the key, as listed' },
} as const;
const DAY_MS = 86_400_000;

const create = defineCommand({
  meta: { name: 'create', description: 'Make a key and show it, once' },
  args: {
    ...ARGS,
    name: { type: 'string', required: true, valueHint: 'text', description: 'what or whom it is for' },
    scopes: {
      type: 'string',
      required: true,
      valueHint: 'list',
      description: `comma-separated: ${SCOPES.join(', ')}`,
    },
    'expires-in-days': {
      type: 'string',
      valueHint: 'number',
      description: 'end it by itself; never unless told',
    },
  },
  async run({ args }) {
    const scopes = readScopes(args.scopes);
    const expiresAt = readExpiry(args['expires-in-days']);
    await withKeys(args, async (keys) => {
      const made = await keys.create({
        name: args.name,
        scopes,
        ...(expiresAt === undefined ? {} : { expiresAt }),
      });
      showSecret(made.key, made.stored, args.json);
    });
  },
});

const list = defineCommand({
  meta: { name: 'list', description: 'Show every key, without its secret' },
  args: ARGS,
  run: ({ args }) =>
    withKeys(args, async (keys) => {
      const all = await keys.list();
      if (args.json) console.log(JSON.stringify(all));
      else if (all.length === 0) console.log('There are no keys. `richesreach keys create` makes one.');
      else console.log(table(all));
    }),
});

const rotate = defineCommand({
  meta: { name: 'rotate', description: 'Make a successor; the old key works for another 24 hours' },
  args: { ...ARGS, ...ID_ARG },
  run: ({ args }) =>
    withKeys(args, async (keys) => {
      const made = await keys.rotate(args.id);
      showSecret(made.key, made.stored, args.json);
    }),
});

const revoke = defineCommand({
  meta: { name: 'revoke', description: 'End a key at once' },
  args: { ...ARGS, ...ID_ARG },
  run: ({ args }) =>
    withKeys(args, async (keys) => {
      await keys.revoke(args.id);
      console.log(args.json ? JSON.stringify({ revoked: args.id }) : `Key ${args.id} has ended.`);
    }),
});

export const keysCommand = defineCommand({
  meta: { name: 'keys', description: 'Make, list, rotate and revoke keys' },
  subCommands: { create, list, rotate, revoke },
});

async function withKeys(
  args: { 'data-dir'?: string | undefined },
  work: (keys: KeyRing) => Promise<void>,
): Promise<void> {
  await using session = await openSession(args);
  await migrate(session.database);
  // Running servers hear of a revocation through the bus and forget the key at once.
  await using bus = await createPostgresBus(session.database, session.logger, { listen: false });
  await work(createKeyRing({ store: createKeyStore(session.database.pool), clock: systemClock, bus }));
}

function readScopes(text: string): Scope[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(SCOPES as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new UsageError(`"${unknown.join(', ')}" is no scope.`, `Scopes are ${SCOPES.join(', ')}.`);
  return names.filter((name): name is Scope => (SCOPES as readonly string[]).includes(name));
}

function readExpiry(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  if (!Number.isFinite(days) || days <= 0)
    throw new UsageError(`"${text}" is no number of days.`, 'Give a number above 0.');
  return new Date(systemClock.now() + days * DAY_MS);
}

function showSecret(key: string, stored: StoredKey, json: boolean | undefined): void {
  if (json === true) console.log(JSON.stringify({ ...stored, key }));
  else
    console.log(
      `${key}\nKeep it: it cannot be shown again. Id ${stored.id}, scopes ${stored.scopes.join(', ')}.`,
    );
}

function table(keys: readonly StoredKey[]): string {
  const rows = keys.map((key) => [
    key.id,
    stateOf(key),
    key.name,
    key.scopes.join(','),
    key.lastUsedAt?.toISOString() ?? 'never used',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function stateOf(key: StoredKey): string {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt === null) return 'live';
  return key.expiresAt.getTime() <= systemClock.now() ? 'expired' : `until ${key.expiresAt.toISOString()}`;
}
