import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';

/** What an event looks like to the analyses of behaviour: all they know of it beside its actor and time. */
export interface Signature {
  readonly eventType: string;
  readonly page: string | null;
  readonly feature: string | null;
  /** What the actor says about their experience. */
  readonly level: string | null;
  /** False where no user caused the event. */
  readonly initiated: boolean;
}

const textOf = ({ eventType, page, feature, level, initiated }: Signature): string =>
  JSON.stringify([eventType, page, feature, level, initiated]);

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The key of each event's signature, counted once for each event; new ones get theirs. */
export async function countSignatures(client: PoolClient, events: readonly Signature[]): Promise<number[]> {
  const texts = events.map((event) => textOf(event));
  const places = new Map<string, { readonly signature: Signature; count: number }>();
  for (const [place, text] of texts.entries()) {
    const found = places.get(text);
    if (found === undefined) places.set(text, { signature: events[place] as Signature, count: 1 });
    else found.count += 1;
  }
  const different = [...places].map(([text, own]) => ({ ...own, text, digest: digestOf(text) }));
  const column = <T>(of: (own: (typeof different)[number]) => T) => different.map((own) => of(own));
  const { rows } = await client.query<{ digest: Buffer; key: number }>(
    `WITH counted AS (
       SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::bigint[])
         AS counted(digest, event_type, page, feature, level, initiated, events)
     ), known AS (
       UPDATE analytics_event_signatures AS kept SET events = kept.events + counted.events
       FROM counted WHERE kept.digest = counted.digest RETURNING kept.digest, signature_key
     ), fresh AS (
       INSERT INTO analytics_event_signatures
       SELECT nextval('analytics_signature_key_seq'), counted.* FROM counted
       WHERE NOT EXISTS (SELECT FROM known WHERE known.digest = counted.digest)
       RETURNING digest, signature_key
     ) SELECT digest, signature_key AS key FROM known UNION ALL SELECT digest, signature_key FROM fresh`,
    [
      column(({ digest }) => digest),
      column(({ signature }) => signature.eventType),
      column(({ signature }) => signature.page),
      column(({ signature }) => signature.feature),
      column(({ signature }) => signature.level),
      column(({ signature }) => signature.initiated),
      column(({ count }) => count),
    ],
  );
  const byDigest = new Map(rows.map(({ digest, key }) => [digest.toString('hex'), key]));
  const keys = new Map(
    different.map(({ text, digest }) => [text, byDigest.get(digest.toString('hex')) ?? 0]),
  );
  return texts.map((text) => keys.get(text) ?? 0);
}

/** Takes events off their signatures' counts; a signature that no event has is forgotten. */
export async function discountSignatures(
  client: PoolClient,
  counts: ReadonlyMap<number, number>,
): Promise<void> {
  if (counts.size === 0) return;
  await client.query(
    `UPDATE analytics_event_signatures AS kept SET events = kept.events - gone.events
     FROM unnest($1::integer[], $2::bigint[]) AS gone(key, events) WHERE signature_key = gone.key`,
    [[...counts.keys()], [...counts.values()]],
  );
  await client.query(
    'DELETE FROM analytics_event_signatures WHERE signature_key = ANY ($1) AND events <= 0',
    [[...counts.keys()]],
  );
}

/** Every signature, in the place of its key. */
export async function readSignatures(client: PoolClient): Promise<readonly (Signature | undefined)[]> {
  const { rows } = await client.query<[number, string, string | null, string | null, string | null, boolean]>(
    {
      text: `SELECT signature_key, event_type, page, feature, level, initiated FROM analytics_event_signatures`,
      rowMode: 'array',
    },
  );
  const signatures: Signature[] = [];
  for (const [key, eventType, page, feature, level, initiated] of rows)
    signatures[key] = { eventType, page, feature, level, initiated };
  return signatures;
}
