import { defineCommand } from 'citty';
import { readMetricSeries } from '#analytics';
import { DomainError, SetupError, systemClock } from '#platform';
import { type LoadPlan, planLoad } from '#prediction';
import { DATABASE_ARGS, openSession } from './session.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTION = `Write next week's scaling floors from the forecast of requests

Prints the Terraform variable "schedule" as JSON: { "schedule": { region: { name: { expression, timezone, min_size } } } }.
Write it to a file and give that after the environment's own: terraform plan -var-file=prod.tfvars -var-file=load.tfvars.json;
it takes the place of the floors in the former. Needs a week of recorded requests.`;

export const forecastLoadCommand = defineCommand({
  meta: { name: 'forecast-load', description: DESCRIPTION },
  args: {
    ...DATABASE_ARGS,
    regions: {
      type: 'string',
      valueHint: 'region=share,…',
      description: 'which serves what share of the requests',
      default: 'us-east-1=1',
    },
    min: { type: 'string', valueHint: 'tasks', description: 'sizes.min of the regions', default: '2' },
    max: { type: 'string', valueHint: 'tasks', description: 'sizes.max of the regions', default: '10' },
    'requests-per-task': {
      type: 'string',
      valueHint: 'a minute',
      description: 'as the autoscaling module has it',
      default: '6000',
    },
    level: {
      type: 'string',
      valueHint: 'percent',
      description: 'share of hours the floor should be enough for',
      default: '90',
    },
    'time-zone': { type: 'string', valueHint: 'zone', description: 'of the schedule', default: 'UTC' },
  },
  async run({ args }) {
    const question = {
      regions: readRegions(args.regions),
      capacity: {
        minSize: numberOf(args.min, '--min', 2, 100),
        maxSize: numberOf(args.max, '--max', numberOf(args.min, '--min', 2, 100), 100),
        requestsPerTask: numberOf(args['requests-per-task'], '--requests-per-task', 60, 1e9),
      },
      level: numberOf(args.level, '--level', 51, 99.9),
      timeZone: args['time-zone'],
    };
    await using session = await openSession(args);
    const { pool } = session.database;
    // Requests are stored as they are counted; only users have to be caught up with.
    const deps = { pool, clock: systemClock, activity: { catchUp: () => Promise.resolve(0) } };
    const plan = await planLoad((request) => readMetricSeries(deps, request), question).catch(explain);
    process.stdout.write(`${JSON.stringify({ schedule: plan.schedule }, null, 2)}\n`);
    process.stderr.write(`${summaryOf(plan, question.capacity.maxSize)}\n`);
  },
});

function explain(error: unknown): never {
  if (!(error instanceof DomainError)) throw error;
  throw new SetupError({
    what: 'There is no load to forecast.',
    why: error.message,
    fix: 'Run the platform for at least a week, or say which time zone.',
    cause: error,
  });
}

function readRegions(text: string): Record<string, number> {
  const entries = text.split(',').map((entry) => {
    const [region = '', share = ''] = entry.trim().split('=');
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region) || !(Number(share) > 0 && Number(share) <= 1))
      throw new UsageError(
        `--regions has "${entry}", which is no region with its share.`,
        'Write us-east-1=0.6,eu-west-1=0.4; shares are above 0, at most 1.',
      );
    return [region, Number(share)] as const;
  });
  return Object.fromEntries(entries);
}

function numberOf(text: string, option: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new UsageError(`${option} is "${text}".`, `Give a number from ${least} to ${most}.`);
}

function summaryOf({ forecast, mostTasks }: LoadPlan, maxSize: number): string {
  const { backtest, history } = forecast;
  const [covered] = Object.values(backtest.coverage);
  const figure = (value: number | null | undefined) => value?.toFixed(2) ?? 'unknown';
  return [
    `From ${history.values} hours${forecast.simulated ? ' of simulated requests' : ''}; the busiest to come takes ${mostTasks} tasks.`,
    `On past weeks: skill over the season before ${figure(backtest.skill_vs_seasonal_naive)}, coverage ${figure(covered?.measured_coverage)} (n ${covered?.n ?? 0}).`,
    ...(mostTasks > maxSize ? [`--max ${maxSize} is below that: raise sizes.max.`] : []),
  ].join('\n');
}
