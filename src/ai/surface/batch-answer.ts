import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { RouteRequestBody, type RouteResponse } from '#contracts/ai';
import type { Problem } from '#contracts/common';
import { DomainError, fieldErrors, toProblem } from '#platform';
import type { Gateway } from '../gateway.ts';
import { answerRoute, type RouteCall } from './route-answer.ts';

type BatchItem = RouteResponse | { readonly request_index: number; readonly error: Problem };

const item = Compile(RouteRequestBody);

/** Answers each request for itself, in the order given; what fails is a problem in its place. */
export async function answerBatch(
  gateway: Gateway,
  requests: readonly unknown[],
  atOnce: number,
  call: RouteCall,
): Promise<BatchItem[]> {
  const answers: BatchItem[] = [];
  const queue = requests.entries();
  const work = async () => {
    for (const [index, request] of queue) answers[index] = await answerItem(gateway, request, index, call);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, requests.length) }, work));
  return answers;
}

async function answerItem(
  gateway: Gateway,
  request: unknown,
  index: number,
  call: RouteCall,
): Promise<BatchItem> {
  const requestId = `${call.requestId}-${index}`;
  try {
    return await answerRoute(gateway, checked(request), { ...call, requestId });
  } catch (error) {
    return { request_index: index, error: toProblem(error, requestId) };
  }
}

function checked(request: unknown): RouteRequestBody {
  const body = Value.Default(RouteRequestBody, request);
  if (item.Check(body)) return body;
  const errors = fieldErrors(item, body, '');
  const [first] = errors;
  throw new DomainError(
    'invalid-fields',
    `${first?.pointer ?? 'The request'} ${first?.message ?? 'is not valid'}.`,
    { errors },
  );
}
