import type { Pool } from 'pg';
import { DomainError } from '#platform';

const INVALID_PARAMETER = '22023';

/** Today's date in a time zone. Throws `invalid-fields` for an unknown zone. */
export async function localToday(
  pool: Pool,
  nowMs: number,
  timeZone: string,
  where: string,
): Promise<string> {
  const rows = await inZone<{ today: string }>(
    pool,
    'SELECT ($1::timestamptz AT TIME ZONE $2)::date AS today',
    [new Date(nowMs), timeZone],
    where,
  );
  return rows[0]?.today ?? '';
}

/** Epoch milliseconds at which each day from one date to another begins there; PostgreSQL knows the zones' rules. */
export async function localDayStarts(
  pool: Pool,
  first: string,
  last: string,
  timeZone: string,
  where = '/query',
): Promise<number[]> {
  const rows = await inZone<{ start: number }>(
    pool,
    `SELECT (extract(epoch FROM day AT TIME ZONE $3) * 1000)::bigint AS start
     FROM generate_series($1::timestamp, $2::timestamp, interval '1 day') AS day ORDER BY day`,
    [first, last, timeZone],
    where,
  );
  return rows.map(({ start }) => start);
}

async function inZone<Row extends object>(
  pool: Pool,
  text: string,
  values: unknown[],
  where: string,
): Promise<Row[]> {
  try {
    return (await pool.query<Row>(text, values)).rows;
  } catch (error) {
    if ((error as { code?: unknown }).code !== INVALID_PARAMETER) throw error;
    const message = 'is not an IANA time zone; use a name such as Europe/Berlin';
    throw new DomainError('invalid-fields', `${where}/time_zone ${message}.`, {
      errors: [{ pointer: `${where}/time_zone`, message }],
      cause: error,
    });
  }
}
