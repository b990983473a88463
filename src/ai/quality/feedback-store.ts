import type { RequestType } from '#contracts/ai';
import type { Database } from '#platform';

export interface FeedbackTotals {
  readonly model: string;
  readonly request_type: RequestType;
  readonly count: number;
  readonly rating_sum: number;
}

export interface Feedback {
  readonly requestId: string;
  readonly principalId: string;
  readonly model: string;
  readonly requestType: string;
  readonly rating: number;
  readonly comment: string | null;
}

export interface FeedbackStore {
  totals(): Promise<FeedbackTotals[]>;
  /** One opinion a principal and request: a later one replaces it. */
  put(feedback: Feedback): Promise<void>;
}

export function createFeedbackStore({ pool }: Database): FeedbackStore {
  return {
    async totals() {
      const { rows } = await pool.query<FeedbackTotals>(
        'SELECT model, request_type, count(*) AS count, sum(rating) AS rating_sum FROM ai_feedback GROUP BY 1, 2',
      );
      return rows;
    },
    async put({ requestId, principalId, model, requestType, rating, comment }) {
      await pool.query(
        `INSERT INTO ai_feedback (request_id, principal_id, model, request_type, rating, comment)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (request_id, principal_id) DO UPDATE
         SET rating = excluded.rating, comment = excluded.comment, created_at = now()`,
        [requestId, principalId, model, requestType, rating, comment],
      );
    },
  };
}
