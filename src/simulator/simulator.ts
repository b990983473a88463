import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderName } from '#contracts/config';
import { anthropic } from './anthropic.ts';
import { type Behaviour, createFates, type Fate, GOOD_DAY } from './behaviour.ts';
import { handleControl } from './control-api.ts';
import { type Account, type Controls, isProvider, PROVIDERS } from './controls.ts';
import { google } from './google.ts';
import { readJson, refuse } from './http.ts';
import { openai } from './openai.ts';
import { play } from './play.ts';
import type { Vendor } from './vendor.ts';

interface State {
  readonly behaviour: Behaviour;
  readonly fate: () => Fate;
  readonly account: Account;
}

const VENDORS: Record<ProviderName, Vendor> = { openai, anthropic, google };

export interface Simulator extends Controls, AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  /** What each provider's base address must be to reach its simulation. */
  readonly baseUrls: Readonly<Record<ProviderName, string>>;
}

export interface SimulatorOptions {
  readonly port?: number;
  /** Where to leave the address, so that `richesreach chaos` finds a running demo. */
  readonly addressFile?: string;
  readonly behaviour?: Partial<Behaviour>;
}

/** The key the demo uses; anything non-empty is taken, and `invalid` is refused as a real vendor would. */
export const SIMULATOR_KEY = 'simulated';

/** Starts the three vendors' APIs on one loopback port: `/openai/v1`, `/anthropic`, `/google`. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const state = new Map<ProviderName, State>();
  const at = (provider: ProviderName) => {
    const found = state.get(provider);
    if (found === undefined) throw new Error(`There is no simulated provider ${provider}.`);
    return found;
  };
  const behave = (provider: ProviderName, change: Partial<Behaviour>) => {
    const behaviour = {
      ...(state.get(provider)?.behaviour ?? { ...GOOD_DAY, ...options.behaviour }),
      ...change,
    };
    const account = state.get(provider)?.account ?? { calls: 0, aborted: 0, inputTokens: 0, outputTokens: 0 };
    state.set(provider, { behaviour, fate: createFates(behaviour), account });
  };
  for (const provider of PROVIDERS) behave(provider, {});
  const controls = {
    behave,
    behaviour: (name: ProviderName) => at(name).behaviour,
    account: (name: ProviderName) => at(name).account,
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, provider = '', rest = '/'] = /^\/(\w+)(\/[^?]*)?/.exec(request.url ?? '') ?? [];
    if (provider === 'control') return handleControl(controls, rest, request, response);
    if (!isProvider(provider))
      return refuse(response, 404, { error: { message: 'There is no such provider.' } });
    const vendor = VENDORS[provider];
    const simulated = vendor.read(rest, await readJson(request));
    if (simulated === null) return refuse(response, 404, { error: { message: 'There is no such address.' } });
    const { fate, account } = at(provider);
    account.calls += 1;
    const chosen: Fate = hasKey(request) ? fate() : { fault: 'auth', latencyMs: 0, tokenIntervalMs: 0 };
    await play(vendor, simulated, chosen, response, (inputTokens, outputTokens, aborted) => {
      account.inputTokens += inputTokens;
      account.outputTokens += outputTokens;
      if (aborted) account.aborted += 1;
    });
  }

  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  if (options.addressFile !== undefined) await writeFile(options.addressFile, `${origin}\n`);
  return {
    ...controls,
    origin,
    port,
    baseUrls: { openai: `${origin}/openai/v1`, anthropic: `${origin}/anthropic`, google: `${origin}/google` },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function hasKey({ headers }: IncomingMessage): boolean {
  const key =
    headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers.authorization?.replace(/^Bearer /, '');
  return typeof key === 'string' && key !== '' && key !== 'invalid';
}
