import type { TSchema } from 'typebox';
import * as schemas from '#contracts/ingest';
import { type Clock, defineRoute, type Route, type RouteRequest } from '#platform';
import type { Ingest } from './ingest.ts';
import type { RequestFacts } from './prepare.ts';
import type { Recorder, Recording } from './recorder.ts';
import type { Identified } from './rows.ts';

const BODY_LIMIT_BYTES = 16 * 1024 * 1024;
const DAY_MS = 86_400_000;

export interface IngestRoutesDeps {
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly retentionDays: number;
}

/** The POSTs that record: one item, an array or NDJSON, acknowledged after the commit. */
export function ingestRoutes(deps: IngestRoutesDeps): Route[] {
  const { ingest } = deps;
  return [
    recordingRoute(deps, {
      path: '/analytics/events',
      crossOrigin: true,
      summary: 'Record events',
      item: schemas.EventItem,
      response: schemas.EventsRecorded,
      recorder: ingest.events,
      identity: ({ id }) => ({ event_id: id }),
    }),
    recordingRoute(deps, {
      path: '/analytics/user-behavior',
      summary: 'Record what users do',
      item: schemas.BehaviorItem,
      response: schemas.BehaviorRecorded,
      recorder: ingest.behavior,
      identity: ({ id, userId }) => ({ event_id: id, user_id: userId }),
    }),
    recordingRoute(deps, {
      path: '/analytics/metrics',
      summary: 'Record measured values',
      item: schemas.MetricItem,
      response: schemas.MetricsRecorded,
      recorder: ingest.metrics,
      identity: ({ id }) => ({ metric_id: id }),
    }),
  ];
}

function recordingRoute<Row extends Identified>(
  deps: IngestRoutesDeps,
  route: {
    path: string;
    crossOrigin?: true;
    summary: string;
    item: TSchema;
    response: TSchema;
    recorder: Recorder<Row>;
    identity: (row: Row) => object;
  },
): Route {
  const { item, response, recorder, identity, ...place } = route;
  return defineRoute({
    ...place,
    method: 'POST',
    scope: 'analytics:write',
    tag: 'analytics',
    description:
      'One item, an array or NDJSON of up to 10,000. Answered after the commit. Items that cannot be taken are listed in errors and the rest are stored. Sending the same ids and timestamps again counts once.',
    bodyLimitBytes: BODY_LIMIT_BYTES,
    itemSchema: item,
    schemas: { response },
    async handler(request) {
      const facts = requestFacts(deps, request);
      return answer(await recorder.record(request.raw.body, facts), facts.nowMs, identity);
    },
  });
}

function answer<Row>(recording: Recording<Row>, nowMs: number, identity: (row: Row) => object): object {
  const { only, accepted, duplicates, errors } = recording;
  return {
    status: 'success',
    timestamp: new Date(nowMs).toISOString(),
    ...(only === undefined ? {} : identity(only)),
    accepted,
    duplicates,
    errors,
  };
}

function requestFacts(
  { clock, retentionDays }: IngestRoutesDeps,
  { retriable, principal }: Pick<RouteRequest, 'retriable' | 'principal'>,
): RequestFacts {
  const nowMs = clock.now();
  return {
    nowMs,
    defaultMs: retriable?.firstMs ?? nowMs,
    oldestMs: nowMs - retentionDays * DAY_MS,
    sender: principal.id,
    idempotencyKey: retriable?.key,
  };
}
