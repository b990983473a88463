import type { Provider, ProviderCall, ProviderOptions } from '../provider.ts';
import type { Upstream } from '../upstream.ts';
import { toError } from './errors.ts';
import { relayStream } from './relay.ts';
import { toCompletion } from './reply.ts';
import { type MaxTokensField, toBody } from './request.ts';
import { readStream } from './stream.ts';

export interface OpenAiOptions extends Omit<ProviderOptions, 'apiKey'> {
  /** A server of one's own may want none. */
  readonly apiKey: string | undefined;
  readonly maxTokensField?: MaxTokensField;
}

/** OpenAI's Chat Completions API, or any server compatible with it. */
export function createOpenAiProvider(options: OpenAiOptions, upstream: Upstream): Provider {
  const { origin, pathname } = new URL(options.baseUrl);
  const path = `${pathname.replace(/\/$/, '')}/chat/completions`;
  const headers = {
    'content-type': 'application/json',
    ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
  };
  const send = async (call: ProviderCall, stream: boolean) => {
    const body = toBody(call, stream, options.maxTokensField ?? 'max_completion_tokens');
    const answer = await upstream.post({ ...call, origin, path, headers, body });
    if (answer.status === 200) return answer;
    throw toError(answer, (await answer.all()).toString(), Date.now());
  };
  return {
    name: options.name,
    simulated: options.simulated,
    complete: async (call) => toCompletion((await (await send(call, false)).all()).toString()),
    async stream(call) {
      const answer = await send(call, true);
      return call.relay ? relayStream(answer) : readStream(answer);
    },
  };
}
