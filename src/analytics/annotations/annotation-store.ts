import type { Pool } from 'pg';
import type { Annotation } from '#contracts/annotations';
import { inTransaction } from '#platform';
import type { Wanted } from './wanted.ts';

/** What a person says of a moment, or of a span where it has an end. */
export interface Note {
  readonly text: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly tags: readonly string[];
  readonly dashboards: readonly string[];
}

export interface AnnotationStore {
  /** The latest to begin first, at most `limit`. */
  list(wanted: Wanted): Promise<Annotation[]>;
  create(note: Note, author: string): Promise<Annotation>;
  /** Puts what `change` makes of a note in its place; undefined where there is none. */
  update(id: number, change: (note: Note) => Note): Promise<Annotation | undefined>;
  delete(id: number): Promise<boolean>;
}

interface Row extends Omit<Annotation, 'source' | 'starts_at' | 'ends_at' | 'created_at' | 'updated_at'> {
  readonly starts_at: Date;
  readonly ends_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const COLUMNS = 'id, text, starts_at, ends_at, tags, dashboards, author, created_at, updated_at';

function toAnnotation(row: Row): Annotation {
  return {
    source: 'person',
    ...row,
    starts_at: row.starts_at.toISOString(),
    ends_at: row.ends_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

export function createAnnotationStore(pool: Pool): AnnotationStore {
  return {
    async list({ from, to, tags, dashboard, limit }) {
      const { rows } = await pool.query<Row>(
        `SELECT ${COLUMNS} FROM analytics_annotations
         WHERE ($1::timestamptz IS NULL OR starts_at >= $1 OR ends_at > $1)
           AND ($2::timestamptz IS NULL OR starts_at < $2)
           AND tags @> $3::text[]
           AND ($4::text IS NULL OR dashboards = '{}' OR $4 = ANY (dashboards))
         ORDER BY starts_at DESC, id DESC LIMIT $5`,
        [from, to, tags, dashboard, limit],
      );
      return rows.map(toAnnotation);
    },
    async create(note, author) {
      const { rows } = await pool.query<Row>(
        `INSERT INTO analytics_annotations (text, starts_at, ends_at, tags, dashboards, author)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
        [...valuesOf(note), author],
      );
      const [made] = rows.map(toAnnotation);
      if (made === undefined) throw new Error('a made annotation was not returned');
      return made;
    },
    update: (id, change) =>
      inTransaction(pool, async (client) => {
        const found = await client.query<Row>(
          `SELECT ${COLUMNS} FROM analytics_annotations WHERE id = $1 FOR UPDATE`,
          [id],
        );
        const [old] = found.rows;
        if (old === undefined) return undefined;
        const note = change({ ...old, startsAt: old.starts_at, endsAt: old.ends_at });
        const { rows } = await client.query<Row>(
          `UPDATE analytics_annotations SET text = $2, starts_at = $3, ends_at = $4, tags = $5, dashboards = $6,
             updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
          [id, ...valuesOf(note)],
        );
        return rows.map(toAnnotation)[0];
      }),
    async delete(id) {
      const { rowCount } = await pool.query('DELETE FROM analytics_annotations WHERE id = $1', [id]);
      return rowCount === 1;
    },
  };
}

function valuesOf({ text, startsAt, endsAt, tags, dashboards }: Note) {
  return [text, startsAt, endsAt, tags, dashboards];
}
