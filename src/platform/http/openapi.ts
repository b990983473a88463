import type { TSchema } from 'typebox';
import { Problem } from '#contracts/common';
import { type Route, takesIdempotencyKey } from './route.ts';

const PROBLEM_RESPONSE = {
  description: 'Any failure, as RFC 9457 problem details',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A new random value for each request and the same one for its retries: for 24 hours they get the first answer again, marked Idempotent-Replayed. 409 while the first runs, 422 with another body.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

/** OpenAPI 3.1 of the route table: the same schemas that validate describe. */
export function openApiDocument(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = (paths[route.path] ??= {});
    path[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'RichesReach',
      version,
      description: 'AI routing, real-time analytics and market intelligence.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [{ name: 'ai-router' }, { name: 'analytics' }, { name: 'platform' }],
    paths,
    components: { schemas: { Problem }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  };
}

function operation(route: Route): object {
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(route.scope === 'public' ? { security: [] } : { security: [{ key: [] }], 'x-scope': route.scope }),
    parameters: [
      ...parameters(route.schemas.params, 'path'),
      ...parameters(route.schemas.query, 'query'),
      ...(takesIdempotencyKey(route) ? [IDEMPOTENCY_KEY] : []),
    ],
    ...requestBody(route),
    responses: { [String(route.status ?? 200)]: answer(route), default: PROBLEM_RESPONSE },
  };
}

function operationId(route: Route): string {
  const words = route.path.split(/[^\w]+/).filter((word) => word !== '');
  return [route.method.toLowerCase(), ...words].join('_').replaceAll('-', '_');
}

interface ObjectSchema {
  readonly properties?: Record<string, TSchema & { description?: string; default?: unknown }>;
  readonly required?: readonly string[];
}

function parameters(schema: TSchema | undefined, where: 'path' | 'query'): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as ObjectSchema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    // What has a default may be left out, although the checked value always has it.
    required: where === 'path' || (required.includes(name) && property.default === undefined),
    ...(property.description === undefined ? {} : { description: property.description }),
    schema: property,
  }));
}

function requestBody(route: Route): object {
  const item = route.itemSchema;
  if (item !== undefined) {
    const oneOrMany = { oneOf: [item, { type: 'array', items: item }] };
    return {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: oneOrMany }, 'application/x-ndjson': { schema: item } },
      },
    };
  }
  if (route.schemas.body === undefined) return {};
  return { requestBody: { required: true, content: { 'application/json': { schema: route.schemas.body } } } };
}

function answer({ schemas: { response }, eventStream }: Route): object {
  if (eventStream === true)
    return { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } };
  if (response === undefined) return { description: 'Done' };
  return { description: 'Success', content: { 'application/json': { schema: response } } };
}
