import { currentKey, reportRefusal } from './key.ts';
import { isProblem, ProblemError, unreachable, unreadable } from './problem.ts';

export interface RequestOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Nobody waits for it: a refusal does not ask for a key. */
  readonly background?: boolean;
}

/**
 * Asks our own server and answers the JSON body.
 *
 * @throws ProblemError with the server's problem document, or one made here where none came.
 */
export async function requestJson<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, options);
  const requestId = response.headers.get('x-request-id') ?? '';
  const body = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body as Answer;
  const problem = isProblem(body) ? body : unreadable(response.status, requestId);
  if (problem.status === 401 && options.background !== true) reportRefusal(problem);
  throw new ProblemError(problem);
}

/** Sends with this tab's key, where it has one. */
async function send(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', ...authorization() };
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ProblemError(unreachable());
  }
}

/** The authorization header of this tab; empty where it has no key. */
export function authorization(): Record<string, string> {
  const key = currentKey();
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

/** A path with its query; parameters without a value are left out. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
