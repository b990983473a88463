import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { startGateway } from '../support/ai-gateway.ts';

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: { key: string; value: Record<string, unknown> }[];
  readonly status: { code?: number };
}

/** What a collector of OTLP over HTTP was sent. */
async function startCollector() {
  const seen: {
    path: string;
    key: string;
    resource: Record<string, unknown>;
    spans: SentSpan[];
    text: string;
  }[] = [];
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
    for (const { resource, scopeSpans } of JSON.parse(text).resourceSpans)
      seen.push({
        path: request.url ?? '',
        key: String(request.headers['x-key']),
        resource: attributesOf(resource.attributes),
        spans: scopeSpans.flatMap(({ spans }: { spans: SentSpan[] }) => spans),
        text,
      });
    response.setHeader('content-type', 'application/json').end('{}');
  }
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { seen, url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

function attributesOf(list: SentSpan['attributes']): Record<string, unknown> {
  return Object.fromEntries(
    list.map(({ key, value }) => {
      const [plain] = Object.values(value);
      const items = (plain as { values?: object[] } | undefined)?.values;
      return [key, items === undefined ? plain : items.flatMap((item) => Object.values(item))];
    }),
  );
}

it('sends a span for each request and each call within it, without a word of prompt or answer', async () => {
  using collector = await startCollector();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
    OTEL_SERVICE_NAME: 'gate',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  };
  const before = Date.now();
  {
    await using gateway = await startGateway({ env });
    gateway.simulator.behave('google', { fault: 'server_error' });
    const reply = await gateway.send('POST', '/ai/route', {
      request_type: 'risk_assessment',
      prompt: 'Is zebra-striped debt risky?',
      model_preference: 'gemini-2.5-flash',
      temperature: 0.5,
      max_tokens: 300,
    });
    expect(reply.status).toBe(200);
  }
  const spans = collector.seen.flatMap((it) => it.spans);
  const [batch] = collector.seen;
  expect(batch).toMatchObject({
    path: '/v1/traces',
    key: 'a b',
    resource: { 'service.name': 'gate', 'deployment.environment.name': 'test' },
  });
  const root = spans.find(({ name }) => name === 'route risk_assessment');
  const calls = spans.filter(({ name }) => name.startsWith('chat '));
  expect(calls).toHaveLength(2);
  for (const call of calls) {
    expect([call.traceId, call.parentSpanId, call.kind]).toEqual([root?.traceId, root?.spanId, 3]);
    const [start, end] = [Number(call.startTimeUnixNano) / 1e6, Number(call.endTimeUnixNano) / 1e6];
    expect(start).toBeGreaterThan(before - 1_000);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThan(Date.now() + 1_000);
  }
  const failed = calls.find(({ name }) => name === 'chat gemini-2.5-flash');
  expect(failed?.status.code).toBe(2);
  expect(attributesOf(failed?.attributes ?? [])).toMatchObject({
    'gen_ai.provider.name': 'gcp.gemini',
    'error.type': 'server_error',
  });
  const answered = calls.find((call) => call !== failed);
  expect(attributesOf(answered?.attributes ?? [])).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': answered?.name.slice('chat '.length),
    'gen_ai.request.max_tokens': 300,
    'gen_ai.request.temperature': 0.5,
    'gen_ai.output.type': 'text',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': expect.any(Number),
    'gen_ai.usage.output_tokens': expect.any(Number),
  });
  expect(collector.seen.map(({ text }) => text).join()).not.toMatch(/zebra|Simulated answer|risk analyst/);
});

it('answers as ever where no collector is there, and ends', async () => {
  const startedAt = performance.now();
  {
    await using gateway = await startGateway({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' } });
    const reply = await gateway.send('POST', '/ai/route', { request_type: 'general_chat', prompt: 'Hm?' });
    expect(reply.status).toBe(200);
  }
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});
