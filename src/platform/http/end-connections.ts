import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const IDLE_SWEEP_MS = 50;
/** What is not answered by then is cut off, so that the rest of the stop has its time too. */
const ANSWER_WITHIN_MS = 40_000;

/** Connections that have asked nothing yet, such as those that browsers open in advance. Node counts them as busy. */
export class SilentConnections {
  readonly #sockets = new Set<Socket>();

  add(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  hasAsked(socket: Socket): void {
    this.#sockets.delete(socket);
  }

  end(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** A server that closes waits for its connections; those that wait for nothing would keep it from ending. */
export function endConnectionsWhileClosing(server: FastifyInstance, silent: SilentConnections): void {
  const { server: http }: { server: Server } = server;
  http.on('connection', (socket: Socket) => silent.add(socket));
  server.addHook('preClose', (done) => {
    silent.end();
    const sweep = setInterval(() => http.closeIdleConnections(), IDLE_SWEEP_MS).unref();
    const cut = setTimeout(() => http.closeAllConnections(), ANSWER_WITHIN_MS).unref();
    http.once('close', () => {
      clearInterval(sweep);
      clearTimeout(cut);
    });
    done();
  });
}
