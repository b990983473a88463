import type { Static } from 'typebox';
import type { ModelPerformance } from '#contracts/ai';
import type {
  Budget,
  BudgetBody,
  ControlsResponse,
  FeedbackBody,
  FeedbackResponse,
  KillSwitchBody,
  RequestTrace,
  SpendResponse,
} from '#contracts/ai-operations';
import { type Bus, DomainError } from '#platform';
import type { AccountStore } from './budget/account-store.ts';
import type { BudgetBook } from './budget/budget-book.ts';
import type { LimitStore } from './budget/limit-store.ts';
import { toNano } from './budget/money.ts';
import { periodStart } from './budget/period.ts';
import type { KillSwitchStore } from './control/kill-switch-store.ts';
import { EVERYTHING, type KillSwitches } from './control/kill-switches.ts';
import type { Gateway } from './gateway.ts';
import type { FeedbackStore } from './quality/feedback-store.ts';
import type { QualityBook } from './quality/quality-book.ts';
import type { HistoryStore } from './record/history-store.ts';
import type { Recorder } from './record/recorder.ts';
import { budgetsReport } from './surface/budgets-report.ts';
import { performanceReport } from './surface/performance-report.ts';
import { spendReport } from './surface/spend-report.ts';
import { traceOf } from './surface/trace-report.ts';

export interface OperationsDeps {
  readonly gateway: Gateway;
  readonly bus: Bus;
  readonly recorder: Recorder;
  readonly history: HistoryStore;
  readonly quality: QualityBook;
  readonly feedbackStore: FeedbackStore;
  readonly killSwitches: KillSwitches;
  readonly killSwitchStore: KillSwitchStore;
  readonly budgets: BudgetBook;
  readonly limits: LimitStore;
  readonly accounts: AccountStore;
}

/** What operators and the web page see and turn. */
export interface Operations {
  performance(hours: number): Promise<Record<string, ModelPerformance>>;
  traces(limit: number): Promise<RequestTrace[]>;
  trace(requestId: string): Promise<RequestTrace>;
  spend(days: number): Promise<Static<typeof SpendResponse>>;
  rate(body: Static<typeof FeedbackBody>, principalId: string): Promise<Static<typeof FeedbackResponse>>;
  listBudgets(): Promise<Budget[]>;
  putBudget(body: BudgetBody, by: string): Promise<void>;
  controls(): Static<typeof ControlsResponse>;
  putKillSwitch(body: KillSwitchBody, by: string): Promise<void>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function createOperations(deps: OperationsDeps): Operations {
  const { gateway, recorder, history } = deps;
  const timestamp = () => new Date(gateway.clock.now()).toISOString();
  const find = async (requestId: string) => {
    await recorder.flush();
    const row = await history.find(requestId);
    if (row === null)
      throw new DomainError('unknown-request', `There is no AI request "${requestId}" on record.`);
    return row;
  };
  return {
    async performance(hours) {
      await recorder.flush();
      return performanceReport(
        await history.hours(new Date(gateway.clock.now() - hours * HOUR_MS)),
        deps.quality,
      );
    },
    async traces(limit) {
      await recorder.flush();
      return (await history.latest(limit)).map(traceOf);
    },
    trace: async (requestId) => traceOf(await find(requestId)),
    async spend(days) {
      await recorder.flush();
      const nowMs = gateway.clock.now();
      const start = periodStart('day', nowMs - (days - 1) * DAY_MS);
      return spendReport({
        rows: await history.spend(new Date(`${start}T00:00:00Z`)),
        start,
        end: periodStart('day', nowMs),
        referenceModel: gateway.reference?.id ?? null,
        simulated: gateway.simulated,
        timestamp: timestamp(),
      });
    },
    rate: (body, principalId) => rate(body, principalId, deps, find, timestamp()),
    async listBudgets() {
      const nowMs = gateway.clock.now();
      const accounts = await deps.accounts.accounts(periodStart('day', nowMs), periodStart('month', nowMs));
      return budgetsReport(await deps.limits.budgets(), accounts, nowMs);
    },
    async putBudget(body, by) {
      const row = { scope: body.scope, subject: subjectOf(body), span: body.window };
      if (body.limit_usd === null) await deps.limits.remove(row);
      else await deps.limits.put({ ...row, limitNano: toNano(body.limit_usd) }, by);
      await deps.budgets.refresh();
      deps.bus.publish('ai.controls.changed', {});
    },
    controls: () => ({
      kill_switches: [...deps.killSwitches.list],
      breakers: gateway.breakers.known().map(({ kind, name, state }) => ({ target: kind, name, state })),
      retry_budget: { available: gateway.retryBudget.available(), ratio: gateway.retryBudget.ratio },
      hedge_budget_usd: gateway.hedgeBudgetUsd(),
      timestamp: timestamp(),
    }),
    async putKillSwitch(body, by) {
      const name = killName(body, gateway);
      if (body.killed) await deps.killSwitchStore.put(body.target, name, body.reason ?? null, by);
      else await deps.killSwitchStore.remove(body.target, name);
      await deps.killSwitches.refresh();
      deps.bus.publish('ai.controls.changed', {});
    },
  };
}

async function rate(
  body: Static<typeof FeedbackBody>,
  principalId: string,
  { gateway, quality, feedbackStore, bus }: OperationsDeps,
  find: (requestId: string) => Promise<{ model: string | null; request_type: string }>,
  timestamp: string,
): Promise<Static<typeof FeedbackResponse>> {
  const row = await find(body.request_id);
  if (row.model === null)
    throw new DomainError('invalid-fields', 'This request got no answer, so there is nothing to rate.');
  const requestType = row.request_type as RequestTrace['request_type'];
  await feedbackStore.put({
    requestId: body.request_id,
    principalId,
    model: row.model,
    requestType,
    rating: body.rating,
    comment: body.comment ?? null,
  });
  await quality.refresh();
  bus.publish('ai.controls.changed', {});
  const { model } = gateway.catalogue.find(row.model);
  return {
    request_id: body.request_id,
    model: model.id,
    request_type: requestType,
    quality: quality.quality(model, requestType),
    timestamp,
  };
}

function subjectOf({ scope, subject }: BudgetBody): string {
  if (scope === 'global' && subject === undefined) return '';
  if (scope !== 'global' && subject !== undefined) return subject;
  const message =
    scope === 'global' ? 'is not taken by a global budget' : 'is required: an id, or * for each one';
  throw new DomainError('invalid-fields', `/subject ${message}.`, {
    errors: [{ pointer: '/subject', message }],
  });
}

function killName({ target, name }: KillSwitchBody, gateway: Gateway): string {
  if (target === 'all') return EVERYTHING;
  if (name === undefined)
    throw new DomainError('invalid-fields', `/name is required for a ${target}.`, {
      errors: [{ pointer: '/name', message: 'is required' }],
    });
  return target === 'model' ? gateway.catalogue.find(name).model.id : name;
}
