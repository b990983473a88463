import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Taken {
  /** The same at every try of one delivery. */
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly isSignedBy: (secret: string) => boolean;
}

/** A webhook's receiver on this machine; it takes what is sent while it answers 200. */
export async function startReceiver() {
  const taken: Taken[] = [];
  let statusOf: (subject: string) => number = () => 200;
  let asked = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked += 1;
      const { type, data } = JSON.parse(body) as { type: string; data: { subject?: string } };
      const { subject = '' } = data;
      const status = statusOf(subject);
      response.writeHead(status).end();
      if (status !== 200) return;
      const { 'webhook-id': id, 'webhook-timestamp': timestamp } = request.headers;
      const signed = `${String(id)}.${String(timestamp)}.${body}`;
      taken.push({
        id: String(id),
        type,
        subject,
        isSignedBy: (secret) => {
          const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
          const expected = createHmac('sha256', key).update(signed).digest('base64');
          return request.headers['webhook-signature'] === `v1,${expected}`;
        },
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    taken,
    /** How many requests came, taken or not. */
    asked: () => asked,
    answer: (code: number | typeof statusOf) => {
      statusOf = typeof code === 'number' ? () => code : code;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
