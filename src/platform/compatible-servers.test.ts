import { describe, expect, it } from 'vitest';
import { readCompatibleServers } from './compatible-servers.ts';

function read(env: Record<string, string>) {
  const mistakes: string[] = [];
  const servers = readCompatibleServers(env, (name, why) => void mistakes.push(`${name}: ${why}`));
  return { servers, mistakes };
}

const URL_OF = { OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:11434/v1/' };

describe('readCompatibleServers', () => {
  it('knows of none where none is set', () => {
    expect(read({ OPENAI_COMPATIBLE_BASE_URL: '', OPENAI_COMPATIBLE_MODELS: '' })).toEqual({
      servers: [],
      mistakes: [],
    });
  });

  it('reads several servers, and of each model what it can do and costs', () => {
    const { servers, mistakes } = read({
      ...URL_OF,
      OPENAI_COMPATIBLE_MODELS: 'qwen3:8b context=32768 tools json free , org/mystery',
      OPENAI_COMPATIBLE_VLLM_BASE_URL: 'https://gpu.example.com/v1',
      OPENAI_COMPATIBLE_VLLM_API_KEY: 'secret',
      OPENAI_COMPATIBLE_VLLM_MODELS: 'llama input=0.2 output=0.6 max-output=1000 quality=0.7 no-temperature',
    });
    expect(mistakes).toEqual([]);
    expect(servers.map(({ name, baseUrl, apiKey }) => [name, baseUrl, apiKey])).toEqual([
      ['compatible', 'http://localhost:11434/v1', undefined],
      ['vllm', 'https://gpu.example.com/v1', 'secret'],
    ]);
    const [qwen, mystery] = servers[0]?.models ?? [];
    expect(qwen).toMatchObject({
      name: 'qwen3:8b',
      contextWindow: 32_768,
      maxOutputTokens: 16_384,
      price: { input: 0, cachedRead: 0, output: 0 },
      tools: true,
      jsonSchema: true,
      vision: false,
      temperature: true,
    });
    // Unknown is not free.
    expect(mystery).toMatchObject({ name: 'org/mystery', contextWindow: 8_192, price: null });
    expect(servers[1]?.models[0]).toMatchObject({
      price: { input: 0.2, cachedRead: 0.2, output: 0.6 },
      maxOutputTokens: 1_000,
      quality: 0.7,
      temperature: false,
    });
  });

  it.each([
    [{ ...URL_OF }, /MODELS: It names no model/],
    [{ ...URL_OF, OPENAI_COMPATIBLE_MODELS: 'a free, a free' }, /names a twice/],
    [{ ...URL_OF, OPENAI_COMPATIBLE_MODELS: 'a input=1' }, /needs both input= and output=/],
    [{ ...URL_OF, OPENAI_COMPATIBLE_MODELS: 'a free input=1 output=1' }, /needs both input= and output=/],
    [
      { ...URL_OF, OPENAI_COMPATIBLE_MODELS: 'a input=cheap output=1' },
      /"input=cheap" of a is not understood/,
    ],
    [{ ...URL_OF, OPENAI_COMPATIBLE_MODELS: 'a input=-1 output=1' }, /not understood/],
    [{ ...URL_OF, OPENAI_COMPATIBLE_MODELS: 'a telepathy' }, /"telepathy" of a is not understood/],
    [{ ...URL_OF, OPENAI_COMPATIBLE_MODELS: 'a context=0' }, /whole numbers/],
    [{ ...URL_OF, OPENAI_COMPATIBLE_MODELS: 'a quality=7' }, /from 0 to 1/],
    [{ OPENAI_COMPATIBLE_BASE_URL: 'ftp://x', OPENAI_COMPATIBLE_MODELS: 'a' }, /not a usable address/],
    [
      { OPENAI_COMPATIBLE_OPENAI_BASE_URL: 'http://x', OPENAI_COMPATIBLE_OPENAI_MODELS: 'a' },
      /provider of its own/,
    ],
    [{ OPENAI_COMPATIBLE_MODELS: 'a' }, /Nothing says where/],
  ])('refuses %o', (env, why) => {
    expect(read(env).mistakes.join('\n')).toMatch(why);
  });
});
