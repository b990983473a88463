import { randomUUID } from 'node:crypto';
import type { Frame } from '#contracts/websocket';
import { type Clock, DomainError, type Logger, toProblem } from '#platform';
import type { Dashboards } from './dashboards.ts';

export const DASHBOARD_PATH = '/analytics/dashboard';

interface FrameDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly dashboards: Dashboards;
}

/**
 * What shows one dashboard now: its figures, or an error where they cannot be computed, so that the others are seen all
 * the same. Undefined while there is nothing to show yet, which is no failure.
 */
export async function dashboardFrame(deps: FrameDeps, type: string): Promise<Frame | undefined> {
  try {
    const { timestamp, data } = await parsedAnswer(deps.dashboards.answer(type, undefined));
    return { type: 'dashboard_update', timestamp, dashboard_type: type, data };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'no-market-data') return undefined;
    return errorFrame(deps, type, error);
  }
}

function errorFrame({ clock, logger }: FrameDeps, type: string, thrown: unknown): Frame {
  const timestamp = new Date(clock.now()).toISOString();
  const error = toProblem(thrown, randomUUID(), DASHBOARD_PATH);
  logger.warn(
    { err: thrown, requestId: error.request_id, dashboard: type },
    'a dashboard could not be computed',
  );
  return { type: 'error', timestamp, dashboard_type: type, error };
}

export async function parsedAnswer(
  answer: ReturnType<Dashboards['answer']>,
): Promise<{ timestamp: string; dashboard_type: string; data: unknown }> {
  return JSON.parse((await answer).json.toString()) as {
    timestamp: string;
    dashboard_type: string;
    data: unknown;
  };
}
