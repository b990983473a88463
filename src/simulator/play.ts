import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerTo, type SimulatedAnswer, type SimulatedRequest } from './answer.ts';
import type { Fate, Fault } from './behaviour.ts';
import type { ErrorFault, Frames, Quirks, Vendor } from './vendor.ts';

/** Reports what the vendor would bill, once, when the call has ended one way or the other. */
export type Bill = (inputTokens: number, outputTokens: number, aborted: boolean) => void;

const ERROR_FAULTS: ReadonlySet<Fault> = new Set([
  'rate_limit',
  'quota',
  'overload',
  'server_error',
  'context',
  'auth',
]);

/** Answers one call as its fate wants. */
export async function play(
  vendor: Vendor,
  request: SimulatedRequest,
  fate: Fate,
  response: ServerResponse,
  bill: Bill,
): Promise<void> {
  if (fate.latencyMs > 0) await sleep(fate.latencyMs);
  if (response.destroyed) return bill(0, 0, true);
  if (fate.fault === 'refuse') return void response.destroy();
  if (fate.fault === 'html')
    return sendText(response, 502, 'text/html', '<html><body><h1>502 Bad Gateway</h1></body></html>');
  if (ERROR_FAULTS.has(fate.fault)) {
    const { status, headers = {}, body } = vendor.error(fate.fault as ErrorFault, request);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return sendText(response, status, 'application/json', JSON.stringify(body));
  }
  const answer = fate.fault === 'off_schema' ? offSchema(request) : answerTo(request);
  if (request.stream) await playStream(vendor, request, answer, fate, response, bill);
  else playReply(vendor, request, answer, fate, response, bill);
}

/** Answers with JSON of another shape where a schema was given. */
function offSchema(request: SimulatedRequest): SimulatedAnswer {
  const answer = answerTo(request);
  return request.jsonSchema === null ? answer : { ...answer, text: '["not", "as", "asked"]' };
}

function playReply(
  vendor: Vendor,
  request: SimulatedRequest,
  answer: SimulatedAnswer,
  { fault }: Fate,
  response: ServerResponse,
  bill: Bill,
): void {
  const text = JSON.stringify(vendor.reply(request, answer, quirksOf(fault)));
  bill(answer.inputTokens, answer.outputTokens, false);
  const half = text.slice(0, Math.floor(text.length / 2));
  if (fault === 'cut_json') return sendText(response, 200, 'application/json', half);
  if (fault !== 'stream_cut' && fault !== 'stream_end' && fault !== 'stall')
    return sendText(response, 200, 'application/json', text);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.write(half);
  if (fault !== 'stall') setTimeout(() => response.destroy(), 5);
}

async function playStream(
  vendor: Vendor,
  request: SimulatedRequest,
  answer: SimulatedAnswer,
  fate: Fate,
  response: ServerResponse,
  bill: Bill,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  const frames = breakFrames(vendor, vendor.frames(request, answer, quirksOf(fate.fault)), fate.fault);
  const sent = await sendFrames(frames, fate, response);
  const share = frames.length === 0 ? 1 : sent / frames.length;
  bill(answer.inputTokens, Math.ceil(answer.outputTokens * share), share < 1);
  if (response.destroyed || fate.fault === 'stall') return;
  if (fate.fault === 'stream_cut') setTimeout(() => response.destroy(), 5);
  else response.end();
}

/** The frames that will be sent before the stream ends as its fault wants. */
function breakFrames(vendor: Vendor, { head, tokens, tail }: Frames, fault: Fault): readonly string[] {
  const begun = [...head, ...tokens.slice(0, Math.ceil(tokens.length / 2))];
  const broken: Partial<Record<Fault, readonly string[]>> = {
    stream_error: [...begun, vendor.errorFrame()],
    stream_cut: begun,
    stall: begun,
    stream_end: [...head, ...tokens],
    cut_json: [...begun, 'data: {"cut', '\n\n'],
  };
  return broken[fault] ?? [...head, ...tokens, ...tail];
}

/** How many frames went out before the client left. */
async function sendFrames(frames: readonly string[], fate: Fate, response: ServerResponse): Promise<number> {
  for (const [index, frame] of frames.entries()) {
    if (response.destroyed) return index;
    if (fate.fault === 'byte_by_byte') await sendBytes(frame, response);
    else response.write(frame);
    if (fate.tokenIntervalMs > 0) await sleep(fate.tokenIntervalMs);
  }
  return frames.length;
}

async function sendBytes(frame: string, response: ServerResponse): Promise<void> {
  for (const byte of Buffer.from(frame)) {
    response.write(Buffer.of(byte));
    await new Promise(setImmediate);
  }
}

function quirksOf(fault: Fault): Quirks {
  return {
    blocked: fault === 'blocked',
    empty: fault === 'empty',
    contextExceeded: fault === 'context_exceeded',
    usage: fault === 'no_usage' ? 'absent' : fault === 'usage_with_text' ? 'with_text' : 'ordinary',
  };
}

function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
