import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineRoute, type Route } from '#platform';

/** The browser snippet without comments and indentation: under 2 KB on the wire. */
const SNIPPET = readFileSync(join(import.meta.dirname, 'collect.js'), 'utf8')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith('//'))
  .join('\n');

export function collectRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/collect.js',
      scope: 'public',
      tag: 'analytics',
      summary: 'The browser snippet that sends page views, sessions and own events',
      description:
        'Takes data-key, a key with analytics:write only, and data-user. Sites of other origins must be listed in COLLECT_ORIGINS. Sends nothing where the browser says Do Not Track. Events wait in the browser while it is offline, and count once however often they are sent.',
      schemas: {},
      handler: ({ reply }) =>
        reply
          .type('text/javascript; charset=utf-8')
          .header('cache-control', 'public, max-age=3600')
          .header('cross-origin-resource-policy', 'cross-origin')
          .send(SNIPPET),
    }),
  ];
}
