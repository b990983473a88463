import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

/** A vendor of market data on loopback: answers HTTP as told, and hands over every socket that connects. */
export interface FeedVendor extends AsyncDisposable {
  readonly apiUrl: string;
  readonly streamUrl: string;
  readonly requests: URL[];
}

export async function startFeedVendor(
  answer: (url: URL, request: IncomingMessage) => Reply,
  onSocket: (socket: WebSocket, url: URL) => void = () => undefined,
): Promise<FeedVendor> {
  const requests: URL[] = [];
  const urlOf = (request: IncomingMessage) => new URL(request.url ?? '/', 'http://vendor.test');
  const server = createServer((request, response) => {
    const url = urlOf(request);
    requests.push(url);
    const { status = 200, headers = {}, body } = answer(url, request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => onSocket(socket, urlOf(request)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}`,
    streamUrl: `ws://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
