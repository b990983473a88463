import type { FastifyReply } from 'fastify';
import type { ChatCompletionBody } from '#contracts/chat';
import type { Problem } from '#contracts/common';
import { startSse, toProblem } from '#platform';
import { noProviderConfigured } from '../execution/problems.ts';
import type { Gateway } from '../gateway.ts';
import type { StreamedAnswer } from '../router.ts';
import type { Ranked } from '../routing/scoring.ts';
import { createChunkWriter, toChatCompletion } from './chat-response.ts';
import { toChatTask } from './chat-task.ts';

export interface ChatCall {
  readonly requestId: string;
  readonly principalId: string;
  readonly signal: AbortSignal;
}

/** Answers a Chat Completions request in one piece or as chunks. @throws DomainError */
export async function answerChat(
  gateway: Gateway,
  body: ChatCompletionBody,
  call: ChatCall,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (gateway.providers.size === 0) throw noProviderConfigured();
  const bare = toChatTask(body, { ...call, catalogue: gateway.catalogue });
  const refined = gateway.exactSize.refine(bare);
  const task = refined === null ? bare : await refined;
  if (task.stream) {
    await relay(gateway, await gateway.router.stream(task, call.signal), body, call, reply);
    return reply;
  }
  const { completion, outcome } = await gateway.router.answer(task, call.signal);
  const answered = outcome.candidate ?? undefined;
  if (answered !== undefined) reply.headers(headersOf(gateway, answered));
  reply.header('x-richesreach-cache', outcome.cache);
  reply.header('x-richesreach-cost-usd', String(outcome.costUsd)).type('application/json; charset=utf-8');
  if (completion.raw !== null) return reply.send(completion.raw);
  return reply.send(toChatCompletion(identityOf(gateway, call, answered), completion, outcome.usage));
}

async function relay(
  gateway: Gateway,
  streamed: StreamedAnswer,
  body: ChatCompletionBody,
  call: ChatCall,
  reply: FastifyReply,
): Promise<void> {
  const { candidate } = streamed;
  const chunks = createChunkWriter(identityOf(gateway, call, candidate));
  const writer = startSse(reply, headersOf(gateway, candidate));
  try {
    for await (const event of streamed.events()) {
      const frame = chunks.frame(event);
      const full = frame === null ? undefined : writer.write(frame);
      if (full !== undefined) await full;
    }
    const usage = streamed.outcome()?.usage ?? null;
    if (body.stream_options?.include_usage === true && usage !== null)
      await writer.write(chunks.usage(usage));
    await writer.write('data: [DONE]\n\n');
  } catch (error) {
    // A stream has no status any more: the error is an event that the official clients throw on.
    const problem = toProblem(error, call.requestId);
    await writer.write(`data: ${JSON.stringify({ ...problem, ...openAiError(problem) })}\n\n`);
  }
  writer.end();
}

/** OpenAI's `error` object, beside the members of a problem. */
export function openAiError(problem: Problem): object {
  const type = problem.status >= 500 ? 'server_error' : 'invalid_request_error';
  const [field] = problem.errors ?? [];
  return { error: { message: problem.detail, type, param: field?.pointer ?? null, code: problem.code } };
}

function identityOf(gateway: Gateway, { requestId }: ChatCall, candidate: Ranked | undefined) {
  return { requestId, model: candidate?.model.id ?? '', created: Math.floor(gateway.clock.now() / 1_000) };
}

function headersOf(gateway: Gateway, { model }: Ranked): Record<string, string> {
  return {
    'x-richesreach-model': model.id,
    'x-richesreach-provider': model.provider,
    ...(gateway.simulated ? { 'x-richesreach-simulated': 'true' } : {}),
  };
}
