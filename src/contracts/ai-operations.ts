import { type Static, Type } from 'typebox';
import { AttemptReport, BREAKER_STATES, Decision, RequestType, Usage } from './ai.ts';
import { BUDGET_SCOPES, BUDGET_WINDOWS } from './choices.ts';
import { CalendarDate, Instant } from './common.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** What `POST /ai/feedback` takes: how good one answer was. */
export const FeedbackBody = Type.Object(
  {
    request_id: Type.String({ minLength: 1, maxLength: 128 }),
    rating: Type.Number({ minimum: 0, maximum: 1, description: '0 useless, 1 exactly right' }),
    comment: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
);
export const FeedbackResponse = Type.Object({
  request_id: Type.String(),
  model: Type.String(),
  request_type: RequestType,
  quality: Type.Number({ description: 'Estimate for this model and task after the feedback, 0 to 1' }),
  timestamp: Instant,
});

/** What `PUT /ai/budgets` takes. Days and months are UTC. */
export const BudgetBody = Type.Object(
  {
    scope: Type.Enum([...BUDGET_SCOPES]),
    subject: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: 'Key id or user; none for global, * for each one',
      }),
    ),
    window: Type.Enum([...BUDGET_WINDOWS]),
    limit_usd: nullable(Type.Number({ minimum: 0, maximum: 1e9, description: 'null removes the budget' })),
  },
  { additionalProperties: false },
);
export type BudgetBody = Static<typeof BudgetBody>;

export const Budget = Type.Object({
  scope: Type.Enum([...BUDGET_SCOPES]),
  subject: nullable(Type.String()),
  window: Type.Enum([...BUDGET_WINDOWS]),
  limit_usd: Type.Number(),
  spent_usd: nullable(Type.Number({ description: 'Settled in this period; null for request budgets' })),
  reserved_usd: nullable(Type.Number({ description: 'Held for requests that are running' })),
  written_off_usd: nullable(Type.Number({ description: 'Held by processes that died; counted as spent' })),
  remaining_usd: nullable(Type.Number()),
  period_start: nullable(Instant),
  period_end: nullable(Instant),
});
export type Budget = Static<typeof Budget>;
export const BudgetsResponse = Type.Object({ budgets: Type.Array(Budget), timestamp: Instant });

export const KILL_TARGETS = ['provider', 'model', 'key', 'all'] as const;

/** What `PUT /ai/kill-switch` takes. */
export const KillSwitchBody = Type.Object(
  {
    target: Type.Enum([...KILL_TARGETS]),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'None for all' })),
    killed: Type.Boolean(),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type KillSwitchBody = Static<typeof KillSwitchBody>;

export const KillSwitch = Type.Object({
  target: Type.Enum([...KILL_TARGETS]),
  name: Type.String(),
  reason: nullable(Type.String()),
  since: Instant,
  by: Type.String(),
});
export type KillSwitch = Static<typeof KillSwitch>;

export const BreakerReport = Type.Object({
  target: Type.Enum(['provider', 'model']),
  name: Type.String(),
  state: Type.Enum([...BREAKER_STATES]),
});
export type BreakerReport = Static<typeof BreakerReport>;

/** `GET /ai/controls`: what stops traffic now, and how much the retry and hedge budgets still allow. */
export const ControlsResponse = Type.Object({
  kill_switches: Type.Array(KillSwitch),
  breakers: Type.Array(BreakerReport),
  retry_budget: Type.Object({ available: Type.Number(), ratio: Type.Number() }),
  hedge_budget_usd: Type.Number(),
  timestamp: Instant,
});

/** One request as `GET /ai/decisions` lists it, newest first. */
export const RequestTrace = Type.Object({
  request_id: Type.String(),
  timestamp: Instant,
  surface: Type.Enum(['route', 'chat_completions', 'internal']),
  request_type: RequestType,
  outcome: Type.Enum(['success', 'failure']),
  error: nullable(Type.String()),
  model: nullable(Type.String()),
  provider: nullable(Type.String()),
  cost_usd: Type.Number(),
  reference_cost_usd: nullable(Type.Number({ description: 'The same tokens on the best single model' })),
  latency_ms: Type.Number(),
  time_to_first_token_ms: nullable(Type.Number()),
  cache: Type.String(),
  simulated: Type.Boolean(),
  usage: nullable(Usage),
  attempts: Type.Array(AttemptReport),
  decision: nullable(Decision),
});
export type RequestTrace = Static<typeof RequestTrace>;
export const TracesResponse = Type.Object({ decisions: Type.Array(RequestTrace), timestamp: Instant });

export const SpendDay = Type.Object({
  date: CalendarDate,
  requests: Type.Integer(),
  cost_usd: Type.Number(),
  reference_cost_usd: Type.Number(),
  savings_usd: Type.Number(),
});

/** `GET /ai/spend`: what was paid, and what the best single model would have cost for the same requests. */
export const SpendResponse = Type.Object({
  period: Type.Object({ start: CalendarDate, end: CalendarDate }),
  total_cost_usd: Type.Number(),
  reference_model: nullable(Type.String()),
  reference_cost_usd: Type.Number(),
  savings_usd: Type.Number(),
  savings_percent: nullable(Type.Number()),
  cache_hits: Type.Integer(),
  requests: Type.Integer(),
  by_model: Type.Record(Type.String(), Type.Object({ requests: Type.Integer(), cost_usd: Type.Number() })),
  days: Type.Array(SpendDay),
  simulated: Type.Boolean(),
  timestamp: Instant,
});

/** One run of a recurring job. */
export const JobRunReport = Type.Object({
  due_at: Type.Union([Instant, Type.Null()], { description: 'Null where it was run by hand' }),
  started_at: Instant,
  finished_at: Type.Union([Instant, Type.Null()]),
  outcome: Type.Enum(['running', 'success', 'failure']),
  report: Type.Unknown({ description: 'The figures' }),
  text: Type.Union([Type.String(), Type.Null()], { description: 'The report as text, or why there is none' }),
});

/** What `GET /ai/reports` lists: each job of the gateway with its latest runs, newest first. */
export const ReportsResponse = Type.Object({
  jobs: Type.Array(
    Type.Object({
      job: Type.String(),
      summary: Type.String(),
      schedule: Type.String(),
      next_due: Instant,
      runs: Type.Array(JobRunReport),
    }),
  ),
  timestamp: Instant,
});
