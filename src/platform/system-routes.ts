import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DetailedHealth, Liveness, ProblemParams } from '#contracts/system';
import type { Clock } from './clock.ts';
import { DomainError } from './errors.ts';
import { checkHealth, type HealthCheck } from './health.ts';
import { openApiDocument } from './http/openapi.ts';
import { defineRoute, type Route } from './http/route.ts';
import { PROBLEMS } from './problem-catalogue.ts';
import type { Telemetry } from './telemetry.ts';

const PROBLEM_PAGES = join(import.meta.dirname, '../../docs/problems');

export interface SystemDeps {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly checks: readonly HealthCheck[];
  readonly roles: readonly string[];
  readonly version: string;
  readonly startedAtMs: number;
  isSimulated(): boolean;
  /** False once the process has begun to shut down. */
  isReady(): boolean;
}

/** Liveness, health of every component, Prometheus metrics and the pages that explain problems. */
export function systemRoutes(deps: SystemDeps): Route[] {
  return [healthRoute(deps), detailedHealthRoute(deps), metricsRoute(deps), problemRoute()];
}

/** `/openapi.json` of all routes, itself included. */
export function openApiRoute(routes: readonly Route[], version: string): Route {
  const route: Route = defineRoute({
    method: 'GET',
    path: '/openapi.json',
    scope: 'public',
    tag: 'platform',
    summary: 'This API as OpenAPI 3.1',
    schemas: {},
    handler: () => document,
  });
  const document = openApiDocument([...routes, route], version);
  return route;
}

function healthRoute({ clock, version }: SystemDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/health',
    scope: 'public',
    tag: 'platform',
    summary: 'Whether the process is alive',
    schemas: { response: Liveness },
    handler: (): Liveness => ({ status: 'ok', timestamp: new Date(clock.now()).toISOString(), version }),
  });
}

function detailedHealthRoute(deps: SystemDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/health/detailed/',
    scope: 'public',
    tag: 'platform',
    summary: 'Health of every component; 503 when one is broken or the process is going down',
    schemas: { response: DetailedHealth },
    async handler({ reply }): Promise<DetailedHealth> {
      const components = await checkHealth(deps.checks, deps.clock);
      const ok = deps.isReady() && Object.values(components).every((component) => component.ok);
      if (!ok) reply.status(503);
      return {
        ok,
        status: ok ? 'healthy' : 'unhealthy',
        timestamp: new Date(deps.clock.now()).toISOString(),
        version: deps.version,
        roles: [...deps.roles],
        simulated: deps.isSimulated(),
        uptime_seconds: (deps.clock.now() - deps.startedAtMs) / 1000,
        components,
      };
    },
  });
}

function metricsRoute({ telemetry }: SystemDeps): Route {
  return defineRoute({
    method: 'GET',
    path: '/metrics',
    scope: 'system:read',
    tag: 'platform',
    summary: 'Metrics in the Prometheus text format',
    schemas: {},
    async handler({ reply }) {
      reply.type(telemetry.registry.contentType);
      return telemetry.registry.metrics();
    },
  });
}

function problemRoute(): Route {
  return defineRoute({
    method: 'GET',
    path: '/problems/{code}',
    scope: 'public',
    tag: 'platform',
    summary: 'What a problem code means and what to do about it',
    schemas: { params: ProblemParams },
    async handler({ params, reply }) {
      if (!Object.hasOwn(PROBLEMS, params.code)) {
        throw new DomainError(
          'not-found',
          `There is no problem "${params.code}". Codes: ${Object.keys(PROBLEMS).join(', ')}.`,
        );
      }
      reply.type('text/markdown; charset=utf-8');
      return readFile(join(PROBLEM_PAGES, `${params.code}.md`), 'utf8');
    },
  });
}
