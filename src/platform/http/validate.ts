import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Value } from 'typebox/value';
import { DomainError, type FieldError } from '../errors.ts';
import { narrowed } from './variants.ts';

/** Checks one part of a request against its schema. */
export type Check = (value: unknown) => unknown;

/** JSON is taken as it stands: a string is never quietly read as a number. Missing fields get their defaults. */
export function checkBody(schema: TSchema): Check {
  const validator = Compile(schema);
  // Filling in defaults walks the whole value; most schemas have none.
  if (!JSON.stringify(schema).includes('"default":')) return (value) => assertValid(validator, value, '');
  return (value) => assertValid(validator, Value.Default(schema, value), '');
}

/** Query strings and path parameters are text, so numbers, booleans and single-item arrays are read from it. */
export function checkText(schema: TSchema, where: string): Check {
  const validator = Compile(schema);
  const read = (value: unknown) =>
    assertValid(validator, Value.Convert(schema, Value.Default(schema, value)), where);
  // Most requests have no query: what its defaults amount to is worked out once.
  const defaults = Value.Convert(schema, Value.Default(schema, {}));
  const whole = validator.Check(defaults) ? Object.freeze(defaults) : undefined;
  return (value) => (whole !== undefined && isEmpty(value) ? whole : read(value));
}

function isEmpty(value: unknown): boolean {
  return Object.keys(value as object).length === 0;
}

function assertValid(validator: Validator, value: unknown, where: string): unknown {
  if (validator.Check(value)) return value;
  const errors = fieldErrors(validator, value, where);
  throw new DomainError('invalid-fields', summarise(errors), { errors });
}

/** What is wrong with a value, one line for each field, deepest reason only. */
export function fieldErrors(validator: Validator, value: unknown, where: string): FieldError[] {
  const byPointer = new Map<string, string>();
  for (const error of errorsOf(validator.Type(), value)) {
    const pointer = `${where}${error.instancePath}`;
    if (error.keyword === 'boolean') byPointer.set(pointer, 'is not a known field');
    else if (error.keyword === 'additionalProperties') continue;
    else if (error.keyword === 'required') {
      for (const name of requiredNames(error.params)) byPointer.set(`${pointer}/${name}`, 'is required');
    } else if (!byPointer.has(pointer) || error.keyword === 'anyOf') {
      byPointer.set(pointer, messageOf(error.keyword, error.params, error.message));
    }
  }
  return [...byPointer].map(([pointer, message]) => ({ pointer, message }));
}

/** A kind's own defaults are filled in once it is known which kind is meant; the value is refused, so it may change. */
function errorsOf(schema: TSchema, value: unknown) {
  const own = narrowed(schema, value);
  const errors = Value.Errors(own, Value.Default(own, value));
  return errors.length > 0 ? errors : Value.Errors(schema, value);
}

function requiredNames(params: object): string[] {
  const names = (params as { requiredProperties?: unknown }).requiredProperties;
  return Array.isArray(names) ? names.map(String) : [];
}

function messageOf(keyword: string, params: object, message: string): string {
  const allowed = (params as { allowedValues?: unknown }).allowedValues;
  if (keyword === 'enum' && Array.isArray(allowed)) return `must be one of ${allowed.join(', ')}`;
  return message;
}

function summarise(errors: readonly FieldError[]): string {
  const first = errors[0];
  if (first === undefined) return 'The request does not match its schema.';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.pointer === '' ? 'The body' : first.pointer} ${first.message}${more}.`;
}
