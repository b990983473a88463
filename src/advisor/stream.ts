import type { FastifyReply } from 'fastify';
import { type RouteRequest, sseFrame, startSse, toProblem } from '#platform';
import type { Job } from './advisor-deps.ts';
import type { WritingStep } from './writing/write.ts';

const STEPS: Record<WritingStep, string> = {
  writing: 'Asking a model for the text',
  checking: 'Holding the text against the facts',
  mending: 'Having the text mended',
};

type Asked = Pick<RouteRequest, 'id' | 'principal' | 'signal' | 'raw' | 'reply'>;

/**
 * Answers in one piece, or, where the client accepts `text/event-stream`, as events: `progress` while it goes on, then
 * `done` with the answer or `error` with a problem.
 */
export async function answerOrStream(
  request: Asked,
  work: (job: Job) => Promise<object>,
): Promise<object | FastifyReply> {
  const call = { requestId: request.id, principalId: request.principal.id, signal: request.signal };
  if (request.raw.headers.accept?.includes('text/event-stream') !== true)
    return work({ call, onProgress: () => undefined, onStep: () => undefined });
  const writer = startSse(request.reply);
  const send = (event: string, data: unknown) => void writer.write(sseFrame(event, data));
  try {
    const answer = await work({
      call,
      onProgress: (progress) => send('progress', progress),
      onStep: (step) => send('progress', { step, message: STEPS[step] }),
    });
    await writer.write(sseFrame('done', answer));
  } catch (error) {
    await writer.write(sseFrame('error', toProblem(error, request.id)));
  }
  writer.end();
  return request.reply;
}
