import { defineCommand } from 'citty';
import {
  createJobStore,
  type JobRun,
  type JobStore,
  migrate,
  nextDue,
  runJob,
  scheduleText,
  systemClock,
} from '#platform';
import { allJobs } from '../jobs.ts';
import { DATABASE_ARGS, openSession, type Session } from './session.ts';
import { UsageError } from './usage-error.ts';

const ARGS = { ...DATABASE_ARGS, json: { type: 'boolean', description: 'answer in JSON' } } as const;
const JOB_ARG = {
  job: { type: 'positional', required: true, description: 'name of the job, as listed' },
} as const;

const run = defineCommand({
  meta: { name: 'run', description: 'Run a job now and print its report' },
  args: { ...ARGS, ...JOB_ARG },
  run: ({ args }) =>
    withJobs(args, async (session, store) => {
      const job = findJob(session, args.job);
      let ran: Awaited<ReturnType<typeof runJob>> | undefined;
      const free = await store.exclusively(job.name, async () => {
        ran = await runJob(job, null, { ...session, store, clock: systemClock });
      });
      if (!free || ran === undefined)
        throw new UsageError(`${job.name} is running in another process.`, 'Wait for it to end.');
      console.log(args.json ? JSON.stringify(ran.report) : ran.text);
      if (ran.outcome === 'failure') process.exitCode = 1;
    }),
});

const list = defineCommand({
  meta: { name: 'list', description: 'Show every job, when it is due and how it last went' },
  args: ARGS,
  run: ({ args }) =>
    withJobs(args, async (session, store) => {
      const rows = await Promise.all(
        jobsOf(session).map(async ({ name, summary, schedule }) => {
          const [last] = await store.latest(name, 1);
          const next = new Date(nextDue(schedule, systemClock.now())).toISOString();
          return { name, summary, schedule: scheduleText(schedule), next, last: last ?? null };
        }),
      );
      if (args.json) console.log(JSON.stringify(rows));
      else
        for (const { name, summary, schedule, next, last } of rows)
          console.log(
            `${name.padEnd(18)}${summary}\n${' '.repeat(18)}${schedule}, next ${next}; ${lastText(last)}`,
          );
    }),
});

const show = defineCommand({
  meta: { name: 'show', description: 'Print the latest report of a job' },
  args: { ...ARGS, ...JOB_ARG },
  run: ({ args }) =>
    withJobs(args, async (session, store) => {
      const { name } = findJob(session, args.job);
      const [last] = await store.latest(name, 1);
      if (last === undefined)
        throw new UsageError(`${name} has not run yet.`, `\`richesreach jobs run ${name}\` runs it now.`);
      console.log(args.json ? JSON.stringify(last) : `${lastText(last)}\n${last.summary ?? ''}`);
    }),
});

export const jobsCommand = defineCommand({
  meta: { name: 'jobs', description: 'See recurring work, and run it by hand' },
  subCommands: { list, show, run },
});

async function withJobs(
  args: { 'data-dir'?: string | undefined },
  work: (session: Session, store: JobStore) => Promise<void>,
): Promise<void> {
  await using session = await openSession(args);
  await migrate(session.database);
  await work(session, createJobStore(session.database));
}

const jobsOf = ({ config, database }: Session) => allJobs({ config, database, clock: systemClock });

function findJob(session: Session, name: string) {
  const jobs = jobsOf(session);
  const job = jobs.find((it) => it.name === name);
  if (job !== undefined) return job;
  throw new UsageError(`There is no job "${name}".`, `Jobs are ${jobs.map((it) => it.name).join(', ')}.`);
}

function lastText(last: JobRun | null): string {
  if (last === null) return 'has not run yet';
  const why = last.due_at === null ? 'by hand' : `due ${last.due_at.toISOString()}`;
  return `last run ${last.started_at.toISOString()} (${why}): ${last.outcome}`;
}
