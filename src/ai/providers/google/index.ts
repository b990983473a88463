import type { Provider, ProviderCall, ProviderOptions } from '../provider.ts';
import type { Upstream } from '../upstream.ts';
import { toError } from './errors.ts';
import { toCompletion } from './reply.ts';
import { toBody } from './request.ts';
import { readStream } from './stream.ts';

/** Google's Gemini API. */
export function createGoogleProvider(options: ProviderOptions, upstream: Upstream): Provider {
  const { origin, pathname } = new URL(options.baseUrl);
  const root = `${pathname.replace(/\/$/, '')}/v1beta/models`;
  const headers = { 'content-type': 'application/json', 'x-goog-api-key': options.apiKey };
  const send = async (call: ProviderCall, method: string) => {
    const path = `${root}/${encodeURIComponent(call.model)}:${method}`;
    const answer = await upstream.post({ ...call, origin, path, headers, body: toBody(call) });
    if (answer.status === 200) return answer;
    throw toError(answer, (await answer.all()).toString(), Date.now());
  };
  return {
    name: options.name,
    simulated: options.simulated,
    complete: async (call) => toCompletion(await (await send(call, 'generateContent')).all()),
    stream: async (call) => readStream(await send(call, 'streamGenerateContent?alt=sse')),
  };
}
