import { Type } from 'typebox';
import { ReportsResponse } from '#contracts/ai-operations';
import {
  type Clock,
  defineRoute,
  type Job,
  type JobRun,
  type JobStore,
  nextDue,
  type Route,
  scheduleText,
} from '#platform';

export interface ReportRouteDeps {
  readonly jobs: readonly Job[];
  readonly store: Pick<JobStore, 'latest'>;
  readonly clock: Clock;
}

/** The reports of the gateway's recurring jobs. */
export function reportRoutes({ jobs, store, clock }: ReportRouteDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/ai/reports',
      scope: 'ai:read',
      tag: 'ai-router',
      summary: 'Model performance reviews, cost analyses and upkeep, as the worker ran them',
      schemas: {
        query: Type.Object(
          {
            job: Type.Optional(Type.Enum(jobs.map(({ name }) => name))),
            limit: Type.Integer({ minimum: 1, maximum: 60, default: 1, description: 'Runs of each job' }),
          },
          { additionalProperties: false },
        ),
        response: ReportsResponse,
      },
      async handler({ query }) {
        const wanted = jobs.filter(({ name }) => query.job === undefined || query.job === name);
        const nowMs = clock.now();
        const reports = wanted.map(async ({ name, summary, schedule }) => ({
          job: name,
          summary,
          schedule: scheduleText(schedule),
          next_due: new Date(nextDue(schedule, nowMs)).toISOString(),
          runs: (await store.latest(name, query.limit)).map(toReport),
        }));
        return { jobs: await Promise.all(reports), timestamp: new Date(nowMs).toISOString() };
      },
    }),
  ];
}

function toReport({ due_at, started_at, finished_at, outcome, report, summary }: JobRun) {
  return {
    due_at: due_at?.toISOString() ?? null,
    started_at: started_at.toISOString(),
    finished_at: finished_at?.toISOString() ?? null,
    outcome,
    report,
    text: summary,
  };
}
