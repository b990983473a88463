import type { ClientBase, Pool } from 'pg';
import type { ChannelHistory, Frame, Position } from '#contracts/websocket';
import { APPENDED_FRAMES } from './append-frames.ts';
import { notifyBus } from './postgres-bus.ts';

export interface ChannelLog extends ChannelHistory {
  /**
   * Adds frames in the caller's transaction; once it commits, every process sends them to its clients. The transaction
   * holds the channel's head from here on, so append last.
   */
  append(client: Pick<ClientBase, 'query'>, frames: readonly Frame[]): Promise<void>;
}

/** The history of one event channel in PostgreSQL. */
export function createChannelLog(pool: Pool, path: string): ChannelLog {
  return {
    async position() {
      const head = () =>
        pool.query<Position>('SELECT epoch, latest AS "offset" FROM channel_heads WHERE path = $1', [path]);
      let found = await head();
      if (found.rows.length === 0) {
        await pool.query('INSERT INTO channel_heads (path) VALUES ($1) ON CONFLICT DO NOTHING', [path]);
        found = await head();
      }
      const [position] = found.rows;
      if (position === undefined) throw new Error(`channel_heads has lost ${path}`);
      return position;
    },
    async after({ epoch, offset }, limit) {
      const { rows } = await pool.query<{ latest: number; offset: number | null; frame: Frame }>(
        `SELECT latest, frames."offset", frame FROM channel_heads AS head
         LEFT JOIN LATERAL (
           SELECT "offset", frame FROM channel_frames WHERE path = head.path AND "offset" > $3
           ORDER BY "offset" LIMIT $4
         ) AS frames ON true
         WHERE head.path = $1 AND epoch::text = $2 AND latest >= $3 ORDER BY frames."offset"`,
        [path, epoch, offset, limit],
      );
      const [first] = rows;
      if (first === undefined) return undefined;
      const frames = rows.flatMap((row) =>
        row.offset === null ? [] : [{ offset: row.offset, frame: row.frame }],
      );
      const isWhole = first.latest === offset || frames[0]?.offset === offset + 1;
      return isWhole ? frames : undefined;
    },
    async append(client, frames) {
      if (frames.length === 0) return;
      const texts = frames.map((frame) => JSON.stringify(frame));
      await client.query(`WITH ${APPENDED_FRAMES} SELECT FROM head`, [path, texts.length, texts]);
      await notifyBus(client, 'channel.frames.committed', { path });
    },
  };
}
