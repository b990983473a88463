import { exampleOf } from './json-schema.ts';
import type { Operation } from './open-api.ts';

/** A request as it stands in the form: text, because that is what people type. */
export interface Draft {
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request ready to be sent or written down. */
export interface PreparedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: string | null;
}

/** A first draft that the server would accept: required parameters and an example body. */
export function draftOf(operation: Operation, document: unknown): Draft {
  const required = operation.parameters.filter(
    ({ required: needed, schema }) => needed === true && schema.default === undefined,
  );
  return {
    parameters: Object.fromEntries(
      required.map(({ name, schema }) => [name, String(exampleOf(schema, document, name))]),
    ),
    body: operation.body === undefined ? '' : JSON.stringify(exampleOf(operation.body, document), null, 2),
  };
}

/** Puts the draft's values where they belong. A comma separates the values of a list. */
export function prepare(operation: Operation, draft: Draft): PreparedRequest {
  const query = new URLSearchParams();
  let path = operation.path;
  for (const { name, in: place, schema } of operation.parameters) {
    const value = draft.parameters[name]?.trim() ?? '';
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (value !== '') {
      for (const part of schema.type === 'array' ? value.split(/\s*,\s*/) : [value]) query.append(name, part);
    }
  }
  const search = query.toString();
  const body = operation.body === undefined ? null : draft.body;
  return { method: operation.method, target: search === '' ? path : `${path}?${search}`, body };
}
