import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider that costs next to nothing: fixed bytes, whole or as 20 chunks. Prints its address. */
const usage = { prompt_tokens: 40, completion_tokens: 20, total_tokens: 60 };
const head = {
  id: 'chatcmpl-bench',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'gpt-4o-mini',
};
const chunk = (fields: object) => Buffer.from(`data: ${JSON.stringify({ ...head, ...fields })}\n\n`);
const delta = (content: object, finish: string | null = null) =>
  chunk({ choices: [{ index: 0, delta: content, logprobs: null, finish_reason: finish }] });
const whole = Buffer.from(
  JSON.stringify({
    ...head,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'word '.repeat(20) },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage,
  }),
);
const chunks = [
  delta({ role: 'assistant', content: '' }),
  ...Array.from({ length: 16 }, () => delta({ content: 'word ' })),
  delta({}, 'stop'),
  chunk({ choices: [], usage }),
  Buffer.from('data: [DONE]\n\n'),
];

const server = createServer((request, response) => {
  let streams = false;
  request.on('data', (bytes: Buffer) => void (streams ||= bytes.includes('"stream":true')));
  request.on('end', () => {
    if (!streams) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.byteLength });
      return response.end(whole);
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    send(0);
  });
  function send(index: number): void {
    const next = chunks[index];
    if (next === undefined) return void response.end();
    response.write(next);
    setImmediate(send, index + 1);
  }
});
server.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
