import { expect, it } from 'vitest';
import { readConfig } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { createHistoryStore } from '../record/history-store.ts';
import { createAiJobs } from './jobs.ts';

const NOW_MS = Date.UTC(2026, 5, 30, 12);
const daysAgo = (days: number) => new Date(NOW_MS - days * 86_400_000);

it('drops what is past its retention, and keeps the sums of it', async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  // More than one batch of 5,000 on the oldest day.
  await pool.query(
    `INSERT INTO ai_requests (request_id, "timestamp", surface, request_type, principal_id, outcome, model, cost_usd,
       reference_cost_usd, latency_ms, cache, simulated, attempts)
     SELECT 'r' || n, CASE WHEN n <= 5001 THEN $1 WHEN n <= 5003 THEN $2 ELSE $3 END::timestamptz, 'route', 'general_chat',
       'k', 'success', CASE WHEN n % 2 = 0 THEN 'm' END, 0.001, 0.002, 1, CASE WHEN n % 5 = 0 THEN 'hit' ELSE 'miss' END, true, '[]'
     FROM generate_series(1, 5010) AS n`,
    [daysAgo(120), daysAgo(91), daysAgo(89)],
  );
  await pool.query(
    `INSERT INTO ai_feedback (request_id, principal_id, model, request_type, rating, comment, created_at)
     VALUES ('a', 'k', 'm', 'general_chat', 1, 'old words', $1), ('b', 'k', 'm', 'general_chat', 1, 'new words', $2)`,
    [daysAgo(91), daysAgo(1)],
  );
  await pool.query(
    `INSERT INTO ai_budget_periods (scope, subject, span, period_start, spent_nano)
     VALUES ('global', '', 'day', $1, 1), ('global', '', 'day', $2, 1)`,
    [daysAgo(401), daysAgo(200)],
  );
  const history = createHistoryStore(database);
  const totals = async () => {
    const rows = await history.spend(daysAgo(200));
    const sum = (read: (row: (typeof rows)[number]) => number) =>
      rows.reduce((all, row) => all + read(row), 0);
    return {
      requests: sum((row) => row.requests),
      hits: sum((row) => row.cache_hits),
      cost: sum((row) => row.cost_usd).toFixed(9),
      reference: sum((row) => row.reference_cost_usd).toFixed(9),
      nobody: rows.filter(({ model }) => model === null).reduce((all, row) => all + row.requests, 0),
    };
  };
  const before = await totals();
  const upkeep = createAiJobs({ config: readConfig({}), database, clock: { now: () => NOW_MS } }).find(
    ({ name }) => name === 'ai-upkeep',
  );

  const first = await upkeep?.run();
  const second = await upkeep?.run();

  expect(first?.report).toEqual({
    ai_requests: 5_003,
    ai_feedback_comments: 1,
    ai_model_hours: 0,
    ai_budget_periods: 1,
    ai_spend_days: 0,
  });
  expect(Object.values(second?.report ?? {}).every((count) => count === 0)).toBe(true);
  expect(await totals()).toEqual(before);
  expect(before).toMatchObject({ requests: 5_010, hits: 1_002, nobody: 2_505 });
  const left = await pool.query('SELECT count(*) AS rows FROM ai_requests');
  expect(left.rows).toEqual([{ rows: 7 }]);
  const comments = await pool.query('SELECT comment FROM ai_feedback ORDER BY request_id');
  expect(comments.rows.map(({ comment }) => comment)).toEqual([null, 'new words']);
});
