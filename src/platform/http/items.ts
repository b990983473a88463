import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { DomainError, type FieldError } from '../errors.ts';
import { fieldErrors } from './validate.ts';

/** A line of NDJSON that is not JSON. */
class UnreadableLine {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export interface CheckedItems<T> {
  /** True where the client sent one bare object and expects one bare answer. */
  readonly single: boolean;
  readonly total: number;
  readonly valid: readonly { readonly index: number; readonly value: T }[];
  readonly errors: readonly FieldError[];
}

export const MAX_ITEMS = 10_000;

/** Splits NDJSON into values; blank lines are skipped and a broken line stays in its place as an error. */
export function parseNdjson(text: string): unknown[] {
  const values: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      values.push(JSON.parse(line));
    } catch (error) {
      values.push(new UnreadableLine(`is not valid JSON: ${(error as Error).message}`));
    }
  }
  return values;
}

/**
 * Makes a checker for bodies that are one item, an array or NDJSON. A bad item among several is reported by index and
 * the rest go on; a single bad item fails the request.
 */
export function itemChecker<T>(schema: TSchema): (body: unknown) => CheckedItems<T> {
  const validator = Compile(schema);
  // Filling in defaults costs three times the check, and most items have none.
  const hasDefaults = JSON.stringify(schema).includes('"default":');
  return (body) => {
    const single = !Array.isArray(body);
    const items: unknown[] = Array.isArray(body) ? body : [body];
    if (items.length > MAX_ITEMS) {
      throw new DomainError(
        'payload-too-large',
        `A request takes at most ${MAX_ITEMS} items; this one has ${items.length}. Send them in parts.`,
      );
    }
    const valid: { index: number; value: T }[] = [];
    const errors: FieldError[] = [];
    for (const [index, item] of items.entries()) {
      if (item instanceof UnreadableLine) errors.push({ pointer: '', message: item.reason, index });
      else {
        const value = hasDefaults ? Value.Default(schema, item) : item;
        if (validator.Check(value)) valid.push({ index, value: value as T });
        else errors.push(...fieldErrors(validator, value, '').map((error) => ({ ...error, index })));
      }
    }
    const first = errors[0];
    if (single && first !== undefined) {
      const bare = errors.map(({ pointer, message }) => ({ pointer, message }));
      throw new DomainError('invalid-fields', `${first.pointer || 'The body'} ${first.message}.`, {
        errors: bare,
      });
    }
    return { single, total: items.length, valid, errors };
  };
}
