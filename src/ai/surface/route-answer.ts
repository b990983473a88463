import type { FastifyReply } from 'fastify';
import type { RouteRequestBody, RouteResponse } from '#contracts/ai';
import { DomainError, sseFrame, startSse, toProblem } from '#platform';
import type { Completion } from '../chat.ts';
import { noProviderConfigured } from '../execution/problems.ts';
import type { Gateway } from '../gateway.ts';
import { createJoiner } from '../join-events.ts';
import type { Answer } from '../router.ts';
import { schemaMistakes } from '../structured/json-schema.ts';
import { type ReplyInputs, toDryRun, toRouteResponse } from './route-response.ts';
import { type RouteTask, textsToCount, toRouteTask } from './route-task.ts';

export interface RouteCall {
  readonly requestId: string;
  readonly principalId: string;
  readonly signal: AbortSignal;
}

/** Answers one routed request in one piece. @throws DomainError */
export async function answerRoute(
  gateway: Gateway,
  body: RouteRequestBody,
  call: RouteCall,
): Promise<RouteResponse> {
  const routed = await prepare(gateway, body, call);
  if (body.dry_run === true) return toDryRun(inputsOf(gateway, routed), gateway.router.decide(routed.task));
  const task = routed.task.stream ? { ...routed.task, stream: false } : routed.task;
  const { completion, outcome }: Answer = await gateway.router.answer(task, call.signal);
  refuseBlocked(completion);
  return toRouteResponse(inputsOf(gateway, routed), outcome, completion);
}

/**
 * Answers as server-sent events: `delta` with text, then `done` with the whole answer as `POST /ai/route` gives it, or
 * `error` with a problem. A failure before the first token is an ordinary problem with its status.
 */
export async function streamRoute(
  gateway: Gateway,
  body: RouteRequestBody,
  call: RouteCall,
  reply: FastifyReply,
): Promise<void> {
  const routed = await prepare(gateway, body, call);
  const streamed = await gateway.router.stream(routed.task, call.signal);
  const writer = startSse(reply);
  const joiner = createJoiner();
  try {
    for await (const event of streamed.events()) {
      joiner.add(event);
      if (event.type === 'text') await writer.write(sseFrame('delta', { text: event.text }));
    }
    const outcome = streamed.outcome();
    if (outcome === null) throw new Error('The stream ended without an outcome.');
    const completion = joiner.completion();
    refuseBlocked(completion);
    await writer.write(sseFrame('done', toRouteResponse(inputsOf(gateway, routed), outcome, completion)));
  } catch (error) {
    await writer.write(sseFrame('error', toProblem(error, call.requestId)));
  }
  writer.end();
}

async function prepare(gateway: Gateway, body: RouteRequestBody, call: RouteCall): Promise<RouteTask> {
  const mistakes =
    body.response_schema === undefined ? [] : schemaMistakes(body.response_schema, '/response_schema');
  const [first] = mistakes;
  if (first !== undefined)
    throw new DomainError('invalid-fields', `${first.pointer} ${first.message}.`, { errors: mistakes });
  if (gateway.providers.size === 0) throw noProviderConfigured();
  const inputs = {
    requestId: call.requestId,
    principalId: call.principalId,
    catalogue: gateway.catalogue,
    usable: gateway.usable,
  };
  const routed = toRouteTask(body, {
    ...inputs,
    counts: await countsOf(gateway, textsToCount(body, inputs)),
  });
  const refined = gateway.exactSize.refine(routed.task);
  return refined === null ? routed : { ...routed, task: await refined };
}

async function countsOf(gateway: Gateway, texts: string[] | null): Promise<Map<string, number> | null> {
  const counted = texts === null ? null : gateway.tokenCounter.count(texts);
  const tokens = await counted;
  return texts === null || tokens == null
    ? null
    : new Map(texts.map((text, index) => [text, tokens[index] ?? 0]));
}

function inputsOf(gateway: Gateway, { task, context, counted }: RouteTask): ReplyInputs {
  return {
    task,
    context,
    counted,
    simulated: gateway.simulated,
    timestamp: new Date(gateway.clock.now()).toISOString(),
  };
}

function refuseBlocked({ finishReason, refusal }: Completion): void {
  if (finishReason !== 'content_filter') return;
  throw new DomainError(
    'content-blocked',
    refusal ?? 'The provider blocked this answer by its safety rules. Rephrase the prompt.',
  );
}
