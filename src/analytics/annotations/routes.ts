import type { Pool } from 'pg';
import type { Principal } from '#contracts/access';
import {
  AnnotationAnswer,
  AnnotationBody,
  AnnotationChange,
  AnnotationDeleted,
  AnnotationParams,
  AnnotationsAnswer,
  AnnotationsQuery,
} from '#contracts/annotations';
import { type Bus, type Clock, DomainError, defineRoute, type Route, success } from '#platform';
import { readAlertSpans } from './alert-span-store.ts';
import { createAnnotationStore } from './annotation-store.ts';
import { changed, noteOf } from './note.ts';
import { wantedBy } from './wanted.ts';

export interface AnnotationDeps {
  readonly pool: Pool;
  readonly bus: Bus;
  readonly clock: Clock;
}

const PATH = '/analytics/annotations';

export function annotationRoutes({ pool, bus, clock }: AnnotationDeps): Route[] {
  const annotations = createAnnotationStore(pool);
  const tell = () => bus.publish('annotations.changed', {});
  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      scope: 'analytics:read',
      tag: 'analytics',
      summary: 'What happened when: notes of people, and alerts from firing to resolved',
      schemas: { query: AnnotationsQuery, response: AnnotationsAnswer },
      async handler({ query, principal }) {
        const wanted = wantedBy(query);
        const more = { ...wanted, limit: wanted.limit + 1 };
        const [notes, alerts] = await Promise.all([
          query.source === 'alert' ? [] : annotations.list(more),
          query.source === 'person' || !mayReadAlerts(principal) ? [] : readAlertSpans(pool, more),
        ]);
        const all = [...notes, ...alerts].sort((a, b) => Date.parse(b.starts_at) - Date.parse(a.starts_at));
        const list = all.slice(0, wanted.limit);
        const truncated = all.length > list.length;
        return { ...success(clock), annotations: list, count: list.length, truncated };
      },
    }),
    defineRoute({
      method: 'POST',
      path: PATH,
      scope: 'analytics:write',
      tag: 'analytics',
      summary: 'Annotate a moment or a span of time',
      description: 'It stands on the charts until it is deleted. Open dashboards show it at once.',
      schemas: { body: AnnotationBody, response: AnnotationAnswer },
      status: 201,
      async handler({ body, principal, retriable }) {
        const note = noteOf(body, retriable?.firstMs ?? clock.now());
        const annotation = await annotations.create(note, principal.name);
        tell();
        return { ...success(clock), annotation };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: `${PATH}/{id}`,
      scope: 'analytics:write',
      tag: 'analytics',
      summary: 'Change an annotation; what is left out stays as it is',
      schemas: { params: AnnotationParams, body: AnnotationChange, response: AnnotationAnswer },
      async handler({ params: { id }, body }) {
        const annotation = await annotations.update(id, (note) => changed(note, body));
        if (annotation === undefined)
          throw new DomainError('unknown-annotation', `There is no annotation ${id}.`);
        tell();
        return { ...success(clock), annotation };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: `${PATH}/{id}`,
      scope: 'analytics:write',
      tag: 'analytics',
      summary: 'Delete an annotation',
      schemas: { params: AnnotationParams, response: AnnotationDeleted },
      async handler({ params }) {
        const deleted = await annotations.delete(params.id);
        if (deleted) tell();
        return { ...success(clock), deleted };
      },
    }),
  ];
}

function mayReadAlerts({ scopes }: Principal): boolean {
  return scopes.has('alerts:read') || scopes.has('admin');
}
