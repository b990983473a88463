import type { Pool } from 'pg';
import { LONGEST_MS } from '../activity/sessions.ts';
import { eachSession, type JourneySession, sessionsUnderWay } from '../journeys/journey-sessions.ts';
import type { Journey } from '../journeys/journeys.ts';
import { inSnapshot } from '../journeys/part-store.ts';
import { walkJourneys } from '../journeys/read-journeys.ts';
import { readSignatures, type Signature } from '../journeys/signatures.ts';
import type { Span } from './behavior-store.ts';

/** Who is told of each actor's sessions and events, one actor after another. */
export interface Visitor {
  /** A session that starts in the period, or before it where they are asked for from earlier on. */
  readonly session: (journey: Journey, session: JourneySession) => void;
  /** An event of the period. */
  readonly event?: (actor: number, signature: number) => void;
  /** That was all of this actor. */
  readonly leave?: (actor: number) => void;
}

export type Signatures = readonly (Signature | undefined)[];

/** Walks through sessions and events as they stand at one moment. `makeVisitor` gets the signatures in places of their keys. */
export function walkVisits<Own extends Visitor>(
  pool: Pool,
  { from, to, sessionsFrom = from }: Span & { readonly sessionsFrom?: number },
  makeVisitor: (signatures: Signatures) => Own,
): Promise<Own> {
  return inSnapshot(pool, async (snapshot) => {
    const { client } = snapshot;
    const signatures = await readSignatures(client);
    const underWay = await sessionsUnderWay(client, sessionsFrom);
    const visitor = makeVisitor(signatures);
    const initiated = Uint8Array.from(signatures, (own) => (own?.initiated === true ? 1 : 0));
    const span = { fromMs: sessionsFrom, toMs: to };
    // Sessions are made of nothing else.
    const wanted = visitor.event === undefined ? initiated : undefined;
    // A session that starts at the very end may go on for a day.
    await walkJourneys(
      snapshot,
      { fromMs: sessionsFrom, toMs: to + LONGEST_MS, signatures: wanted },
      (journey) => {
        const { actor, times, signatures: keys } = journey;
        eachSession(journey, span, initiated, underWay.get(actor), (session) =>
          visitor.session(journey, session),
        );
        if (visitor.event !== undefined)
          for (let place = journey.from; place < journey.to; place += 1) {
            const at = times[place] as number;
            if (at >= from && at < to) visitor.event(actor, keys[place] as number);
          }
        visitor.leave?.(actor);
      },
    );
    return visitor;
  });
}

/** Different texts with a number each, and by key of signature the number of its text, -1 where it has none. */
export interface Numbered {
  readonly texts: readonly string[];
  readonly numbers: Int32Array;
}

export function numbered(
  signatures: Signatures,
  textOf: (signature: Signature) => string | null | undefined,
): Numbered {
  const known = new Map<string, number>();
  const numbers = Int32Array.from(signatures, (signature) => {
    const text = signature && textOf(signature);
    if (text === undefined || text === null) return -1;
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  });
  return { texts: [...known.keys()], numbers };
}

/** The page of a page view that a user caused. */
export const viewedPage = ({ initiated, eventType, page }: Signature): string | null =>
  initiated && eventType === 'page_view' ? page : null;
