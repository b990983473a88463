import type { PoolClient } from 'pg';
import type { FunnelBreakdown } from '#contracts/funnels';
import { eachSession, sessionsUnderWay } from '../journeys/journey-sessions.ts';
import type { Journey } from '../journeys/journeys.ts';
import { readSignatures } from '../journeys/signatures.ts';
import type { Span } from './behavior-store.ts';
import { placeInSegments, RECENT_MS, SEGMENTS } from './segments.ts';
import { numbered, type Signatures } from './visits.ts';

/** What tells the users of a funnel apart. */
export interface Grouping {
  /** The names of the groups by number; users in none have a number without a name. */
  readonly names: readonly string[];
  /** From where on it has to see journeys, epoch milliseconds. */
  readonly fromMs: number;
  /** By key of signature, 1 for events that it has to see. */
  readonly wanted: Uint8Array;
  /** By key of signature, the group of the journey's user if their funnel begins with such an event. */
  readonly groupsOf: (journey: Journey) => Int32Array;
}

/** Reads what a breakdown needs to know; without one everybody is in one group. */
export async function openGrouping(
  client: PoolClient,
  { from, to }: Span,
  by: FunnelBreakdown['by'] | undefined,
): Promise<Grouping> {
  if (by === 'segment') return bySegment(client, { from, to });
  const signatures = await readSignatures(client);
  const { texts, numbers } = numbered(signatures, (own) => (by === undefined ? '' : own[by]));
  return {
    names: texts,
    fromMs: from,
    wanted: new Uint8Array(signatures.length),
    groupsOf: () => numbers,
  };
}

async function bySegment(client: PoolClient, { from, to }: Span): Promise<Grouping> {
  const recent = { fromMs: to - RECENT_MS, toMs: to };
  const signatures: Signatures = await readSignatures(client);
  const underWay = await sessionsUnderWay(client, recent.fromMs);
  const initiated = Uint8Array.from(signatures, (own) => (own?.initiated === true ? 1 : 0));
  const user = placeInSegments(signatures);
  // One for each segment, and the last for users without.
  const groups = [...SEGMENTS, undefined].map((_, place) => new Int32Array(signatures.length).fill(place));
  return {
    names: SEGMENTS,
    fromMs: Math.min(from, recent.fromMs),
    wanted: Uint8Array.from(signatures, (own) => (own?.initiated === true || own?.level != null ? 1 : 0)),
    groupsOf(journey) {
      eachSession(journey, recent, initiated, underWay.get(journey.actor), user.session);
      for (let place = journey.from; place < journey.to; place += 1) {
        const at = journey.times[place] as number;
        if (at >= from && at < to) user.event(journey.signatures[place] as number);
      }
      return groups.at(user.leave()) as Int32Array;
    },
  };
}
