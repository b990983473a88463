import { createContext, Script } from 'node:vm';
import { Errors } from 'typebox/schema';
import type { FieldError } from '#platform';

/** By the wall clock, on which a machine under load may stop a process for a while. */
const TIME_LIMIT_MS = 2_000;
/** A pattern can be made to run for ever, and meanwhile nobody else is served. */
const PATTERN_LIMIT_MS = 300;

/**
 * Where a value departs from a caller's JSON Schema (drafts 3 to 2020-12; `format` is asserted). A pattern or a schema
 * that refers to itself may run without end, so the check has a time limit; what cannot be decided is an error too.
 */
export function schemaErrors(schema: object, value: unknown): FieldError[] {
  try {
    const [valid, errors] = limited(
      () => Errors(schema, value),
      hasPattern(schema) ? PATTERN_LIMIT_MS : TIME_LIMIT_MS,
    );
    if (valid) return [];
    return errors.map(({ instancePath, message }) => ({ pointer: instancePath, message }));
  } catch (error) {
    return [{ pointer: '', message: `cannot be checked: ${(error as { message?: string }).message}` }];
  }
}

// V8 ends a running script, regular expressions included, only where it was started with a time limit.
const sandbox = createContext({ work: undefined as (() => unknown) | undefined });
const script = new Script('work()');

function hasPattern(schema: object): boolean {
  return JSON.stringify(schema).includes('"pattern');
}

function limited<T>(work: () => T, timeout: number): T {
  sandbox.work = work;
  try {
    return script.runInContext(sandbox, { timeout }) as T;
  } finally {
    sandbox.work = undefined;
  }
}
