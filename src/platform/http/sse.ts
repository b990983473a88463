import { once } from 'node:events';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** A stream of server-sent events to one client. */
export interface SseWriter {
  /** Returns a promise where the client reads slower than we write, so that memory stays bounded. */
  write(frame: string | Uint8Array): Promise<void> | undefined;
  end(): void;
}

/** Takes the reply over from Fastify and starts the stream. Call it only once nothing can fail as a status any more. */
export function startSse(reply: FastifyReply, headers: Record<string, string> = {}): SseWriter {
  reply.hijack();
  const { raw } = reply;
  const all = {
    ...reply.getHeaders(),
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    // A proxy that compresses would hold events back until its block is full.
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  };
  raw.writeHead(200, all as OutgoingHttpHeaders);
  return {
    write(frame) {
      if (raw.destroyed || raw.write(frame)) return undefined;
      return drained(raw);
    },
    end: () => void raw.end(),
  };
}

async function drained(raw: ServerResponse): Promise<void> {
  await Promise.race([once(raw, 'drain'), once(raw, 'close')]);
}

/** One event with a JSON payload. */
export function sseFrame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
