import { defineCommand } from 'citty';
import { migrate } from '#platform';
import { DATABASE_ARGS, openSession } from './session.ts';

export const migrateCommand = defineCommand({
  meta: { name: 'migrate', description: 'Bring the database schema up to date' },
  args: { ...DATABASE_ARGS, json: { type: 'boolean', description: 'answer in JSON' } },
  async run({ args }) {
    await using session = await openSession(args);
    const applied = await migrate(session.database);
    if (args.json) console.log(JSON.stringify({ applied }));
    else if (applied.length === 0) console.log('The schema is up to date.');
    else console.log(applied.map((name) => `applied ${name}`).join('\n'));
  },
});
