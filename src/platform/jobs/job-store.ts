import type { Database } from '../postgres.ts';
import type { JobReport } from './job.ts';

/** One run of a job, as it is stored. */
export interface JobRun {
  readonly job: string;
  /** Null where it was run by hand. */
  readonly due_at: Date | null;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly attempts: number;
  readonly outcome: 'running' | 'success' | 'failure';
  readonly report: object | null;
  readonly summary: string | null;
}

export interface JobStore {
  /** Runs work unless another process is at the same job; false where one is. */
  exclusively(job: string, work: () => Promise<void>): Promise<boolean>;
  /** Since when the job is known: now, where it was not. */
  knownSince(job: string, now: Date): Promise<{ since: Date; isNew: boolean }>;
  find(job: string, dueAt: Date): Promise<JobRun | null>;
  /** Returns the run's id; another attempt at the same due time has the same one. */
  begin(job: string, dueAt: Date | null, now: Date): Promise<number>;
  finish(id: number, outcome: 'success' | 'failure', report: JobReport, now: Date): Promise<void>;
  /** The latest runs of a job, newest first. */
  latest(job: string, limit: number): Promise<JobRun[]>;
}

const RUNS_KEPT = 60;
/** The namespace of the advisory locks. */
const LOCK_CLASS = 20_261_125;
const COLUMNS = 'job, due_at, started_at, finished_at, attempts, outcome, report, summary';

export function createJobStore({ pool }: Pick<Database, 'pool'>): JobStore {
  return {
    exclusively: (job, work) => exclusively(pool, job, work),
    async knownSince(job, now) {
      const made = await pool.query(
        'INSERT INTO jobs (name, known_since) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        [job, now],
      );
      if (made.rowCount === 1) return { since: now, isNew: true };
      const { rows } = await pool.query<{ known_since: Date }>(
        'SELECT known_since FROM jobs WHERE name = $1',
        [job],
      );
      return { since: rows[0]?.known_since ?? now, isNew: false };
    },
    async find(job, dueAt) {
      const { rows } = await pool.query<JobRun>(
        `SELECT ${COLUMNS} FROM job_runs WHERE job = $1 AND due_at = $2`,
        [job, dueAt],
      );
      return rows[0] ?? null;
    },
    async begin(job, dueAt, now) {
      const { rows } = await pool.query<{ id: number }>(
        `INSERT INTO job_runs AS r (job, due_at, started_at, attempts, outcome) VALUES ($1, $2, $3, 1, 'running')
         ON CONFLICT (job, due_at) DO UPDATE
         SET started_at = excluded.started_at, finished_at = NULL, attempts = r.attempts + 1, outcome = 'running'
         RETURNING id`,
        [job, dueAt, now],
      );
      const [row] = rows;
      if (row === undefined) throw new Error('A run was not stored.');
      return row.id;
    },
    async finish(id, outcome, { report, text }, now) {
      await pool.query(
        'UPDATE job_runs SET finished_at = $2, outcome = $3, report = $4, summary = $5 WHERE id = $1',
        [id, now, outcome, JSON.stringify(report), text],
      );
      await pool.query(
        `DELETE FROM job_runs WHERE id IN (
           SELECT id FROM job_runs WHERE job = (SELECT job FROM job_runs WHERE id = $1)
           ORDER BY started_at DESC, id DESC OFFSET $2)`,
        [id, RUNS_KEPT],
      );
    },
    async latest(job, limit) {
      const { rows } = await pool.query<JobRun>(
        `SELECT ${COLUMNS} FROM job_runs WHERE job = $1 ORDER BY started_at DESC, id DESC LIMIT $2`,
        [job, limit],
      );
      return rows;
    },
  };
}

async function exclusively(pool: Database['pool'], job: string, work: () => Promise<void>): Promise<boolean> {
  // The lock is the connection's: a process that dies loses it, and another may go on.
  const client = await pool.connect();
  try {
    const locked = await client.query<{ got: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS got',
      [LOCK_CLASS, job],
    );
    if (locked.rows[0]?.got !== true) return false;
    try {
      await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, job]);
    }
    return true;
  } finally {
    client.release();
  }
}
