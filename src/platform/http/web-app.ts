import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Everything comes from us; nothing inline runs; nobody may frame us. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  // A chart saved as a picture is drawn from a blob.
  "img-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** Pages that are there for whoever asks; the others are for browsers, so that a mistyped address of the API is a 404. */
const DOCUMENTED_PAGES = ['/', '/docs', '/docs/ai-router', '/docs/analytics', '/docs/websocket'];

const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Serves the built web app: hashed assets for a year, precompressed where the build left a twin beside the file. */
export async function serveWebApp(server: FastifyInstance, dir: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: dir,
    wildcard: false,
    preCompressed: true,
    index: false,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header('cache-control', path.includes('/assets/') ? IMMUTABLE : 'no-cache');
      // The typed client of the channels is a module, which a page of another origin may only import if told so.
      if (path.endsWith('/client.js')) reply.header('access-control-allow-origin', '*');
    },
  });
  for (const path of DOCUMENTED_PAGES) server.get(path, (_request, reply) => sendPage(reply));
}

/** Whether a browser is asking for a page of the app rather than for data. */
export function wantsPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
}

/** The app's one HTML file: its router shows the page of the address. */
export function sendPage(reply: FastifyReply): FastifyReply {
  return reply.headers(PAGE_HEADERS).sendFile('index.html');
}
