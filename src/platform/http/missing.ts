import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';
import type { Route } from './route.ts';

/** Why no route answered: 405 where the path exists under other methods, 404 elsewhere. */
export function missing(routes: readonly Route[], request: FastifyRequest): DomainError {
  const path = request.url.split('?')[0] ?? '/';
  const allowed = routes.filter((route) => matches(route.path, path)).map((route) => route.method);
  if (allowed.length === 0) {
    return new DomainError(
      'not-found',
      `There is nothing at ${request.method} ${path}. /openapi.json lists every address.`,
    );
  }
  return new DomainError('method-not-allowed', `${path} takes ${allowed.join(', ')}, not ${request.method}.`);
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.replace(/\/$/, '').split('/');
  const given = path.replace(/\/$/, '').split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith('{') || part === given[index])
  );
}
