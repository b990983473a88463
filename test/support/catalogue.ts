import type { Client } from 'pg';

/** What a schema is made of, each object as the text PostgreSQL itself gives for it. */
const CATALOGUE = `
  WITH mine AS (
    SELECT oid, relname, relkind, reloptions, relpersistence FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'kysely%'
      AND NOT (relispartition AND relkind = 'i')
  )
  SELECT 'relation ' || relname AS object,
    concat_ws(' ', relkind, relpersistence, reloptions::text, pg_get_partkeydef(oid), obj_description(oid, 'pg_class')) AS definition
  FROM mine
  UNION ALL
  SELECT format('column %s.%s', relname, attname),
    concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, attstorage, attcollation::regcollation,
      pg_get_expr(adbin, adrelid), col_description(mine.oid, attnum))
  FROM mine JOIN pg_attribute ON attrelid = mine.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN pg_attrdef ON adrelid = mine.oid AND adnum = attnum
  UNION ALL
  SELECT format('place %s.%s', relname, attname), (row_number() OVER (PARTITION BY mine.oid ORDER BY attnum))::text
  FROM mine JOIN pg_attribute ON attrelid = mine.oid AND attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v')
  UNION ALL
  SELECT format('constraint %s.%s', conrelid::regclass, conname), pg_get_constraintdef(pg_constraint.oid)
  FROM pg_constraint JOIN mine ON conrelid = mine.oid
  UNION ALL
  SELECT 'index ' || relname, pg_get_indexdef(oid) FROM mine WHERE relkind IN ('i', 'I')
  UNION ALL
  SELECT 'view ' || relname, pg_get_viewdef(oid) FROM mine WHERE relkind = 'v'
  UNION ALL
  SELECT format('partition %s of %s', inhrelid::regclass, inhparent::regclass), pg_get_expr(child.relpartbound, child.oid)
  FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid AND relkind IN ('r', 'p')
  UNION ALL
  SELECT format('sequence %s', seqrelid::regclass), concat_ws(' ', seqtypid::regtype, seqstart, seqincrement, seqcache)
  FROM pg_sequence JOIN mine ON mine.oid = seqrelid
  UNION ALL
  SELECT format('function %s', oid::regprocedure), pg_get_functiondef(oid)
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL
  SELECT format('grant on %s to %s', mine.relname, grantee::regrole), string_agg(privilege_type, ' ' ORDER BY privilege_type)
  FROM mine JOIN pg_class USING (oid) CROSS JOIN aclexplode(pg_class.relacl) WHERE grantee <> relowner AND grantee <> 0
  GROUP BY mine.relname, grantee
  ORDER BY 1`;

/** Every object of the schema `public` by name; two equal catalogues are two equal schemas. */
export async function readCatalogue(client: Pick<Client, 'query'>): Promise<Record<string, string>> {
  const { rows } = await client.query<{ object: string; definition: string }>(CATALOGUE);
  return Object.fromEntries(rows.map(({ object, definition }) => [object, definition]));
}
