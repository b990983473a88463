import { defineCommand } from 'citty';
import { AI_JOBS, runAiJob } from '#ai';
import { migrate, systemClock } from '#platform';
import { DATABASE_ARGS, openSession } from './session.ts';
import { UsageError } from './usage-error.ts';

const run = defineCommand({
  meta: { name: 'run', description: 'Run a job now and print its report' },
  args: {
    ...DATABASE_ARGS,
    job: { type: 'positional', required: true, description: AI_JOBS.join(', ') },
    json: { type: 'boolean', description: 'answer in JSON' },
  },
  async run({ args }) {
    const job = AI_JOBS.find((name) => name === args.job);
    if (job === undefined)
      throw new UsageError(`There is no job "${args.job}".`, `Jobs are ${AI_JOBS.join(', ')}.`);
    await using session = await openSession(args);
    await migrate(session.database);
    const { report, text } = await runAiJob(job, session.database, systemClock.now());
    console.log(args.json ? JSON.stringify(report) : text);
  },
});

export const jobsCommand = defineCommand({
  meta: { name: 'jobs', description: 'Run recurring work by hand' },
  subCommands: { run },
});
