import type { ClientBase } from 'pg';
import type { FunnelOrderBody, FunnelStep } from '#contracts/funnels';
import { readUserBehavior } from '../src/analytics/behavior/behavior.ts';
import { readFunnel } from '../src/analytics/behavior/funnel.ts';
import type { BehaviorDeps } from '../src/analytics/behavior/opened-period.ts';
import { readPaths } from '../src/analytics/behavior/paths.ts';
import { readRetention } from '../src/analytics/behavior/retention.ts';
import type { Json } from '../test/support/differences.ts';
import { DAY_MS, DAYS } from './behavior-events.ts';
import * as naive from './behavior-naive.ts';
import { journeyOf, type Path, rawDashboard } from './behavior-naive-dashboard.ts';

/** One question, and the ways to have it answered from the raw events. All give figures of the same shape. */
export interface Question {
  readonly name: string;
  readonly ours: () => Promise<Json>;
  readonly naive: readonly (() => Promise<Json>)[];
}

const WINDOW_DAYS = 7;
const event = (event_type: string): Step => ({ step: { event_type }, sql: `event_type = '${event_type}'` });
const view = (page: string) => ({
  step: { event_type: 'page_view', page },
  sql: `event_type = 'page_view' AND page = '${page}'`,
});
const spent = (amount: number) => ({
  step: { event_type: 'purchase', property: { name: 'amount', equals: amount } },
  sql: `event_type = 'purchase' AND properties @> '{"amount": ${amount}}'`,
});
const on = (page: string) => ({
  step: { property: { name: 'page', equals: page } },
  sql: `properties @> '{"page": "${page}"}'`,
});
const feature = (equals: string) => ({
  step: { property: { name: 'feature', equals } },
  sql: `feature = '${equals}'`,
});
type Step = { readonly step: FunnelStep; readonly sql: string };
type Statement = (conditions: readonly string[]) => string;

interface Sources {
  readonly deps: BehaviorDeps;
  readonly ask: naive.Ask;
  readonly period: { readonly start_date: string; readonly end_date: string };
}

/** Everything is asked of the 60 days before `end`, in UTC; the naive SQL through `raw`. */
export function questionsOf(deps: BehaviorDeps, raw: ClientBase, end: number): Question[] {
  const start = end - DAYS * DAY_MS;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const period = { start_date: day(start), end_date: day(end - DAY_MS) };
  const ask: naive.Ask = async (sql, ...more) =>
    (await raw.query(sql, [new Date(start), new Date(end), ...more])).rows;
  const sources = { deps, ask, period };
  return [
    ...funnels(sources),
    retention(sources, 'day', 'fixed'),
    retention(sources, 'week', 'fixed'),
    retention(sources, 'day', 'rolling'),
    retention(sources, 'week', 'rolling'),
    {
      name: 'paths of 5 pages',
      ours: async () => {
        const { sessions, top_paths } = (await readPaths(deps, { ...period, depth: 5 })).paths;
        return {
          sessions,
          top_paths: top_paths.map(({ pages, sessions: own }) => ({ pages, sessions: own })),
        };
      },
      naive: [async () => journeyOf(await ask<Path>(`WITH ${naive.STEPS} ${naive.topPaths(5, 20)}`))],
    },
    {
      name: 'dashboard',
      ours: async () => {
        const { period: _, meta: __, ...figures } = await readUserBehavior(deps, period);
        return figures;
      },
      naive: [() => rawDashboard(ask)],
    },
  ];
}

function funnels(sources: Sources): Question[] {
  const inOrder = [naive.orderedByWindows, naive.orderedByJoins];
  const [click, login, purchase] = [event('click'), event('user_login'), event('purchase')];
  const [page, registration] = [event('page_view'), event('user_registration')];
  return [
    funnel(sources, 'ordered', 'ordered', [page, click, registration, purchase], inOrder),
    funnel(sources, 'strict', 'strict', [page, click, registration, login], [naive.strictByLag]),
    funnel(
      sources,
      'unordered',
      'unordered',
      [event('search'), click, login, purchase],
      [naive.unorderedByWindows],
    ),
    funnel(sources, 'page steps', 'ordered', [view('/market'), view('/portfolio'), login, purchase], inOrder),
    funnel(
      sources,
      'feature steps',
      'ordered',
      [feature('charts'), feature('screener'), login, purchase],
      inOrder,
    ),
    funnel(sources, 'a property step', 'ordered', [page, click, login, spent(25)], inOrder),
    funnel(
      sources,
      'property steps',
      'ordered',
      [on('/market'), on('/portfolio'), login, spent(25)],
      inOrder,
    ),
  ];
}

function funnel(
  { deps, ask, period }: Sources,
  name: string,
  order: NonNullable<FunnelOrderBody['order']>,
  steps: readonly Step[],
  statements: readonly Statement[],
): Question {
  const asked = {
    ...period,
    order,
    window_seconds: WINDOW_DAYS * 86_400,
    steps: steps.map(({ step }) => step),
  };
  const conditions = steps.map(({ sql }) => sql);
  return {
    name: `funnel, ${name}`,
    ours: async () =>
      (await readFunnel(deps, asked)).funnel.steps.map(({ users, rate, median_seconds }) => ({
        users,
        rate,
        median_seconds,
      })),
    naive: statements.map((statement) => async () => {
      const [row] = await ask<{ users: number[]; medians: (number | null)[] }>(
        statement(conditions),
        `${WINDOW_DAYS} days`,
      );
      const { users = [], medians = [] } = row ?? {};
      return users.map((own, place) => ({
        users: own,
        rate: users[0] ? (100 * own) / users[0] : null,
        median_seconds: medians[place] ?? null,
      }));
    }),
  };
}

function retention(
  { deps, ask, period }: Sources,
  cohort: 'day' | 'week',
  type: 'fixed' | 'rolling',
): Question {
  return {
    name: `retention, ${type}, by ${cohort}`,
    ours: async () => {
      const { cohorts } = (await readRetention(deps, { ...period, cohort, type })).retention;
      return cohorts.map(({ users, retained }) => ({ users, retained }));
    },
    naive: [type === 'fixed' ? () => fixed(ask, cohort) : () => rolling(ask, cohort)],
  };
}

interface Cell {
  readonly cohort: Date;
  readonly stretch: Date | null;
}

/** Cells by cohort, then stretch, each by its place among all stretches. */
function grid<T extends Cell>(
  cells: readonly T[],
): { size: number; at: (cohort: number, stretch: number) => T | undefined; of: (cohort: number) => T[] } {
  const instants = [
    ...new Set(cells.flatMap(({ cohort, stretch }) => [cohort, stretch ?? cohort].map(Number))),
  ];
  const places = new Map(instants.toSorted((a, b) => a - b).map((ms, place) => [ms, place]));
  const rows = Map.groupBy(cells, ({ cohort }) => places.get(Number(cohort)) ?? 0);
  const find = (cohort: number, stretch: number) =>
    rows.get(cohort)?.find((cell) => cell.stretch !== null && places.get(Number(cell.stretch)) === stretch);
  return { size: instants.length, at: find, of: (cohort) => rows.get(cohort) ?? [] };
}

async function fixed(ask: naive.Ask, grain: string): Promise<Json> {
  const { size, at } = grid(await ask<Cell & { active: number; seen: number }>(naive.fixedRetention(grain)));
  return Array.from({ length: size }, (_, cohort) => ({
    users: at(cohort, cohort)?.seen ?? 0,
    retained: Array.from({ length: size - cohort }, (__, later) => at(cohort, cohort + later)?.active ?? 0),
  }));
}

async function rolling(ask: naive.Ask, grain: string): Promise<Json> {
  const { size, at, of } = grid(await ask<Cell & { users: number }>(naive.rollingRetention(grain)));
  return Array.from({ length: size }, (_, cohort) => {
    const last = Array.from({ length: size - cohort }, (__, later) => at(cohort, cohort + later)?.users ?? 0);
    return {
      users: of(cohort).reduce((sum, { users }) => sum + users, 0),
      retained: last.map((__, place) => last.slice(place).reduce((sum, users) => sum + users, 0)),
    };
  });
}
