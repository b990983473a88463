import type { QueryResultRow } from 'pg';

/**
 * Funnels, retention and paths as an analyst would ask the events for them: [$1, $2) holds every event there is, so no
 * session and no first time reaches beyond. Indexes serve none of these: each reads all rows of the period.
 */

/** Asks the raw events; $1 and $2 are the period, what comes after is $3 and so on. */
export type Ask = <Row extends QueryResultRow>(sql: string, ...more: unknown[]) => Promise<Row[]>;

/** Rows of both tables in one shape, created_at and id tell the order of their arrival; PostgreSQL reads only the columns that a statement uses. */
export const ROWS = `(
  SELECT user_id, coalesce(user_id, '~' || session_id) AS actor, "timestamp" AS at, created_at, id, event_type, properties ->> 'page' AS page,
    properties ->> 'feature' AS feature, properties, coalesce(context ->> 'user_initiated', 'true') <> 'false' AS initiated,
    coalesce(properties ->> 'experience_level', context ->> 'experience_level') AS level
  FROM analytics_events WHERE "timestamp" >= $1 AND "timestamp" < $2
  UNION ALL
  SELECT user_id, user_id, "timestamp", created_at, id, event_type, page, properties ->> 'feature', properties, true, properties ->> 'experience_level'
  FROM user_behavior WHERE "timestamp" >= $1 AND "timestamp" < $2
) AS rows`;

const list = (count: number, part: (step: number) => string): string =>
  Array.from({ length: count }, (_, place) => part(place + 1)).join(', ');

/** Events of known users with one truth a step, `all` of them or those that fit some step. */
function fitted(conditions: readonly string[], all: boolean): string {
  const flags = list(conditions.length, (step) => `coalesce(${conditions[step - 1]}, false) AS s${step}`);
  const wanted = all ? '' : `AND (${conditions.join(' OR ')})`;
  return `fitted AS (SELECT user_id, at, created_at, id, ${flags} FROM ${ROWS} WHERE user_id IS NOT NULL ${wanted})`;
}

/** Users and median seconds by step, from a relation `best` with each user's shortest times t1, t2 … */
const figures = (steps: number): string =>
  `SELECT ARRAY[${list(steps, (step) => `count(t${step})`)}]::int[] AS users,
    ARRAY[${list(steps, (step) => `extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY t${step}))`)}]::float8[] AS medians FROM best`;

/** The newest start of a chain that reached the step before, carried along by window functions. $3 is the window. */
export function orderedByWindows(conditions: readonly string[]): string {
  const steps = conditions.length;
  const chains = conditions.slice(1).map((_, place) => {
    const step = place + 2;
    const start = `max(b${step - 1}) OVER earlier`;
    return `c${step} AS (SELECT *, CASE WHEN s${step} AND at - ${start} <= $3::interval THEN ${start} END AS b${step} FROM c${step - 1}
      WINDOW earlier AS (PARTITION BY user_id ORDER BY at, created_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))`;
  });
  return `WITH ${fitted(conditions, false)}, c1 AS (SELECT *, CASE WHEN s1 THEN at END AS b1 FROM fitted), ${chains.join(', ')},
    best AS (SELECT user_id, ${list(steps, (step) => `min(at - b${step}) AS t${step}`)} FROM c${steps} GROUP BY user_id)
    ${figures(steps)}`;
}

/** Each step joined to the chains that reached the one before. */
export function orderedByJoins(conditions: readonly string[]): string {
  const steps = conditions.length;
  const chains = conditions.slice(1).map((_, place) => {
    const step = place + 2;
    return `c${step} AS (SELECT own.user_id, own.at, own.created_at, own.id, max(start) AS start FROM fitted AS own JOIN c${step - 1} AS chain
      ON chain.user_id = own.user_id AND (chain.at, chain.created_at, chain.id) < (own.at, own.created_at, own.id) AND own.at - start <= $3::interval
      WHERE s${step} GROUP BY 1, 2, 3, 4)`;
  });
  const times = list(
    steps,
    (step) => `b${step} AS (SELECT user_id, min(at - start) AS t${step} FROM c${step} GROUP BY 1)`,
  );
  const rest = conditions.slice(1).map((_, place) => `LEFT JOIN b${place + 2} USING (user_id)`);
  return `WITH ${fitted(conditions, false)}, c1 AS (SELECT user_id, at, created_at, id, at AS start FROM fitted WHERE s1), ${chains.join(', ')},
    ${times}, best AS (SELECT * FROM b1 ${rest.join(' ')}) ${figures(steps)}`;
}

/** The events directly before, by lag. */
export function strictByLag(conditions: readonly string[]): string {
  const steps = conditions.length;
  const time = (step: number): string => {
    if (step === 1) return "CASE WHEN s1 THEN interval '0' END AS t1";
    const before = Array.from(
      { length: step - 1 },
      (_, place) => `lag(s${step - 1 - place}, ${place + 1}) OVER w`,
    );
    const start = `lag(at, ${step - 1}) OVER w`;
    return `CASE WHEN s${step} AND ${before.join(' AND ')} AND at - ${start} <= $3::interval THEN at - ${start} END AS t${step}`;
  };
  return `WITH ${fitted(conditions, true)}, timed AS (
      SELECT user_id, ${list(steps, time)} FROM fitted WINDOW w AS (PARTITION BY user_id ORDER BY at, created_at, id)
    ), best AS (SELECT user_id, ${list(steps, (step) => `min(t${step}) AS t${step}`)} FROM timed GROUP BY user_id)
    ${figures(steps)}`;
}

/** The newest event of each step so far; the k-th newest of these began a choice of k steps. */
export function unorderedByWindows(conditions: readonly string[]): string {
  const steps = conditions.length;
  const names = conditions.map((_, place) => `l${place + 1}`);
  const last = list(
    steps,
    (step) => `coalesce(max(at) FILTER (WHERE s${step}) OVER w, '-infinity') AS l${step}`,
  );
  // The k-th largest of some is the largest of what is the least of any k of them.
  const start = (step: number) =>
    `greatest(${choices(names, step)
      .map((some) => `least(${some.join(', ')})`)
      .join(', ')})`;
  const time = (step: number) => `CASE WHEN ${start(step)} >= at - $3::interval THEN at - ${start(step)} END`;
  return `WITH ${fitted(conditions, false)}, lasts AS (
      SELECT user_id, at, ${last} FROM fitted WINDOW w AS (PARTITION BY user_id ORDER BY at, created_at, id ROWS UNBOUNDED PRECEDING)
    ), best AS (SELECT user_id, ${list(steps, (step) => `min(${time(step)}) AS t${step}`)} FROM lasts GROUP BY user_id)
    ${figures(steps)}`;
}

function choices(names: readonly string[], count: number): string[][] {
  if (count === 0) return [[]];
  return names.flatMap((name, place) =>
    choices(names.slice(place + 1), count - 1).map((others) => [name, ...others]),
  );
}

/** Users by the stretch they were first seen in and each stretch they were seen in; `active` of them caused something. */
export const fixedRetention = (grain: string): string => `
  WITH seen AS (
    SELECT user_id, date_trunc('${grain}', at, 'UTC') AS stretch, bool_or(initiated) AS active FROM ${ROWS}
    WHERE user_id IS NOT NULL GROUP BY 1, 2
  ), placed AS (SELECT stretch, active, min(stretch) OVER (PARTITION BY user_id) AS cohort FROM seen)
  SELECT cohort, stretch, count(*) FILTER (WHERE active) AS active, count(*) AS seen FROM placed GROUP BY 1, 2`;

/** Users by the stretch they were first seen in and the last one in which they caused something. */
export const rollingRetention = (grain: string): string => `
  WITH seen AS (
    SELECT user_id, min(at) AS first, max(at) FILTER (WHERE initiated) AS last FROM ${ROWS} WHERE user_id IS NOT NULL GROUP BY 1
  )
  SELECT date_trunc('${grain}', first, 'UTC') AS cohort, date_trunc('${grain}', last, 'UTC') AS stretch, count(*) AS users
  FROM seen GROUP BY 1, 2`;

/** Page views with the session they belong to and the page before and after them in it. */
export const STEPS = `
  marked AS (
    SELECT actor, at, created_at, id, event_type, page, at - lag(at) OVER visit > interval '30 minutes' AS begins
    FROM ${ROWS} WHERE initiated AND actor IS NOT NULL WINDOW visit AS (PARTITION BY actor ORDER BY at, created_at, id)
  ), numbered AS (
    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY actor ORDER BY at, created_at, id ROWS UNBOUNDED PRECEDING) AS session FROM marked
  ), steps AS (
    SELECT actor, session, at, created_at, id, page, lag(page) OVER visit AS before, lead(page) OVER visit AS after FROM numbered
    WHERE event_type = 'page_view' AND page IS NOT NULL WINDOW visit AS (PARTITION BY actor, session ORDER BY at, created_at, id)
  )`;

export const topPaths = (depth: number, limit: number): string => `
  SELECT path, count(*)::int AS sessions, sum(count(*)) OVER ()::int AS total FROM (
    SELECT (array_agg(page ORDER BY at, created_at, id))[1:${depth}] AS path FROM steps WHERE before IS DISTINCT FROM page GROUP BY actor, session
  ) AS journeys GROUP BY 1 ORDER BY sessions DESC, path LIMIT ${limit}`;
