import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CachedBody } from '../cache.ts';

/** Sends prebuilt bytes: 304 where the client has them, gzip where it takes it. */
export function sendCached(request: FastifyRequest, reply: FastifyReply, body: CachedBody): FastifyReply {
  reply
    .header('etag', body.etag)
    .header('cache-control', 'private, no-cache')
    .header('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === body.etag) return reply.status(304).send();
  reply.header('content-type', 'application/json; charset=utf-8');
  const encodings = request.headers['accept-encoding'];
  if (encodings?.includes('gzip') !== true) return reply.send(body.json);
  return reply.header('content-encoding', 'gzip').send(body.gzip);
}
