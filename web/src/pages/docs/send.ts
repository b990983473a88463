import { authorization } from '../../api/client.ts';
import { unreachable } from '../../api/problem.ts';
import type { PreparedRequest } from './draft.ts';

export interface Received {
  readonly status: number;
  readonly requestId: string;
  readonly elapsedMs: number;
  readonly text: string;
}

/** Sends a request as it stands and answers whatever comes, good or bad. */
export async function send({ method, target, body }: PreparedRequest): Promise<Received> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const response = await fetch(target, {
      method,
      headers: { ...authorization(), ...(body === null ? {} : { 'content-type': 'application/json' }) },
      body,
    });
    const contentType = response.headers.get('content-type') ?? '';
    const isEndless = method === 'GET' && contentType.startsWith('text/event-stream');
    const text = isEndless ? await firstSeconds(response) : readable(await response.text(), contentType);
    const requestId = response.headers.get('x-request-id') ?? '';
    return { status: response.status, requestId, elapsedMs: elapsed(), text };
  } catch {
    return { status: 0, requestId: '', elapsedMs: elapsed(), text: unreachable().detail };
  }
}

const LISTEN_MS = 2_000;

/** What a stream without end says in its first seconds; then it is left. */
async function firstSeconds({ body }: Response): Promise<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  const timer = setTimeout(() => void reader?.cancel(), LISTEN_MS);
  let text = '';
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read())
    text += next.value;
  clearTimeout(timer);
  return text;
}

/** JSON is indented; everything else stays as it came. */
export function readable(text: string, contentType: string): string {
  if (!contentType.includes('json')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
