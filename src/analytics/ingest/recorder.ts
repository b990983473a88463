import type { Static, TSchema } from 'typebox';
import type { FieldError } from '#platform';
import { type CheckedItems, DomainError, itemChecker } from '#platform';
import type { Outcome } from './batch-store.ts';
import { type Prepared, prepare, type RequestFacts } from './prepare.ts';
import type { Identified } from './rows.ts';

/** What a recording request did: counts, what was refused, and the identity of a single item. */
export interface Recording<Row> {
  readonly accepted: number;
  readonly duplicates: number;
  readonly errors: (FieldError & { readonly index: number })[];
  readonly only: Row | undefined;
}

export interface Recorder<Row> {
  /** Throws `invalid-fields` where nothing could be taken. */
  record(body: unknown, facts: RequestFacts): Promise<Recording<Row>>;
}

/** Checks items, makes rows of them and writes them; every item is either stored or named with what is wrong. */
export function createRecorder<Schema extends TSchema, Row extends Identified>(options: {
  schema: Schema;
  toRow: (item: Static<Schema>, index: number, facts: RequestFacts) => Row;
  write: (rows: readonly Row[]) => Promise<Outcome[]>;
}): Recorder<Row> {
  const check = itemChecker<Static<Schema>>(options.schema);
  return {
    async record(body, facts) {
      const items = check(body);
      const prepared = prepare(items, facts, options.toRow);
      refuseIfNothing(items, prepared);
      const outcomes = await options.write(prepared.rows);
      const conflicts = prepared.indexes
        .filter((_, place) => outcomes[place] === 'conflict')
        .map((index) => ({ index, pointer: '', message: CONFLICT }));
      if (items.single && conflicts.length > 0) throw refused([{ pointer: '', message: CONFLICT }]);
      return {
        accepted: outcomes.filter((outcome) => outcome === 'accepted').length,
        duplicates: outcomes.filter((outcome) => outcome === 'duplicate').length,
        errors: [...prepared.errors, ...conflicts].map((error) => ({ ...error, index: error.index ?? 0 })),
        only: items.single ? prepared.rows[0] : undefined,
      };
    },
  };
}

const CONFLICT =
  'was recorded before with other content under the same id and timestamp; the first content stays';

function refuseIfNothing(items: CheckedItems<unknown>, { rows, errors }: Prepared<unknown>): void {
  if (rows.length > 0 || items.total === 0) return;
  if (items.single) throw refused(errors.map(({ pointer, message }) => ({ pointer, message })));
  throw refused(errors);
}

function refused(errors: readonly FieldError[]): DomainError {
  const [first] = errors;
  const place = first?.index === undefined ? '' : `Item ${first.index}: `;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new DomainError(
    'invalid-fields',
    `${place}${first?.pointer || 'The item'} ${first?.message ?? 'is not valid'}${more}.`,
    { errors },
  );
}
