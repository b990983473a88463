import type { JsonSchema } from './json-schema.ts';

/** The part of OpenAPI 3.1 that our server writes. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly tags?: readonly { readonly name: string }[];
}

interface RawOperation {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly 'x-scope'?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses?: Readonly<
    Record<string, { readonly description?: string; readonly content?: Content }>
  >;
}

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

interface Answer {
  readonly status: string;
  readonly description: string;
  readonly contentType: string | undefined;
  readonly schema: JsonSchema | undefined;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** What a key must be allowed to do; `null` where none is needed. */
  readonly scope: string | null;
  readonly parameters: readonly Parameter[];
  /** Content types the body may have, the usual one first. */
  readonly bodyTypes: readonly string[];
  readonly body: JsonSchema | undefined;
  readonly answers: readonly Answer[];
}

/** The operations with a tag, in the document's own order. */
export function operationsOf(document: OpenApi, tag: string): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, raw]) => raw.tags?.includes(tag) === true)
      .map(([method, raw]) => operation(path, method.toUpperCase(), raw)),
  );
}

function operation(path: string, method: string, raw: RawOperation): Operation {
  const bodies = Object.entries(raw.requestBody?.content ?? {});
  return {
    id: raw.operationId,
    method,
    path,
    summary: raw.summary ?? '',
    description: raw.description ?? '',
    scope: raw['x-scope'] ?? null,
    parameters: raw.parameters ?? [],
    bodyTypes: bodies.map(([type]) => type),
    body: bodies[0]?.[1].schema,
    answers: Object.entries(raw.responses ?? {}).map(([status, { description = '', content = {} }]) => {
      const [first] = Object.entries(content);
      return { status, description, contentType: first?.[0], schema: first?.[1].schema };
    }),
  };
}
