import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';

/** The limit to compare with: node:http and undici passing bytes on, and nothing else. Prints its address. */
const origin = process.argv[2] ?? '';
const agent = new Agent({ connections: 512 });

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => void forward(Buffer.concat(parts), response));
});

async function forward(body: Buffer, response: import('node:http').ServerResponse): Promise<void> {
  const answer = await agent.request({
    origin,
    path: '/v1/chat/completions',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
    body,
  });
  response.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type']) });
  for await (const chunk of answer.body) response.write(chunk);
  response.end();
}

server.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
