import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a model was asked: the instructions and the last message. */
export interface Asked {
  readonly system: string;
  readonly prompt: string;
}

export interface ScriptedProvider extends AsyncDisposable {
  /** For OPENAI_BASE_URL. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** What the next calls answer; the last answer is given for ever. */
  script(...answers: readonly ((asked: Asked) => string)[]): void;
}

interface Message {
  readonly role: string;
  readonly content: string;
}

/** A server that speaks Chat Completions and says what a test tells it to. */
export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const asked: Asked[] = [];
  let answers: ((asked: Asked) => string)[] = [];
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { model: string; messages: Message[] };
    const textOf = (message: Message | undefined) => message?.content ?? '';
    const question = {
      system: textOf(body.messages.find(({ role }) => role === 'system' || role === 'developer')),
      prompt: textOf(body.messages.at(-1)),
    };
    asked.push(question);
    const next = answers.length > 1 ? answers.shift() : answers[0];
    const content = next?.(question) ?? '';
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        id: 'chatcmpl-scripted',
        object: 'chat.completion',
        created: 1_700_000_000,
        model: body.model,
        choices: [
          { index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' },
        ],
        usage: { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 },
      }),
    );
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    script: (...given) => void (answers = [...given]),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
