import type { Provider, ProviderCall, ProviderOptions } from '../provider.ts';
import type { Upstream } from '../upstream.ts';
import { toError } from './errors.ts';
import { toCompletion } from './reply.ts';
import { toBody } from './request.ts';
import { readStream } from './stream.ts';

const API_VERSION = '2023-06-01';

/** Anthropic's Messages API. */
export function createAnthropicProvider(options: ProviderOptions, upstream: Upstream): Provider {
  const { origin, pathname } = new URL(options.baseUrl);
  const path = `${pathname.replace(/\/$/, '')}/v1/messages`;
  const headers = {
    'content-type': 'application/json',
    'x-api-key': options.apiKey,
    'anthropic-version': API_VERSION,
  };
  const send = async (call: ProviderCall, stream: boolean) => {
    const answer = await upstream.post({ ...call, origin, path, headers, body: toBody(call, stream) });
    if (answer.status === 200) return answer;
    throw toError(answer, (await answer.all()).toString(), Date.now());
  };
  return {
    name: options.name,
    simulated: options.simulated,
    complete: async (call) => toCompletion(await (await send(call, false)).all()),
    stream: async (call) => readStream(await send(call, true)),
  };
}
