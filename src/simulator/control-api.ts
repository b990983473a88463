import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Behaviour, FAULTS, type Fault } from './behaviour.ts';
import { type Controls, isProvider, PROVIDERS } from './controls.ts';
import { readJson, refuse } from './http.ts';
import type { Json } from './vendor.ts';

/** `GET /control` shows behaviour and accounts; `PUT /control/{provider}` changes how a provider behaves. */
export async function handleControl(
  simulator: Controls,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = path.slice(1);
  if (request.method === 'PUT' && isProvider(name)) {
    const change = readChange(await readJson(request));
    if (typeof change === 'string') return refuse(response, 422, { error: change });
    simulator.behave(name, change);
  } else if (request.method !== 'GET' || name !== '') {
    return refuse(response, 404, { error: `Use GET /control, or PUT /control/{${PROVIDERS.join('|')}}.` });
  }
  const report = PROVIDERS.map((provider) => [
    provider,
    { behaviour: simulator.behaviour(provider), account: simulator.account(provider) },
  ]);
  refuse(response, 200, Object.fromEntries(report));
}

const NUMBERS = ['faultRate', 'latencyMs', 'tokenIntervalMs', 'slowRate', 'slowMs', 'seed'] as const;

/** The change a body asks for, or what is wrong with it. */
function readChange(body: Json): Partial<Behaviour> | string {
  const change: { -readonly [Key in keyof Behaviour]?: Behaviour[Key] } = {};
  if (body.fault !== undefined) {
    const fault = FAULTS.find((known) => known === body.fault);
    if (fault === undefined) return `fault must be one of ${FAULTS.join(', ')}.`;
    change.fault = fault satisfies Fault;
  }
  for (const name of NUMBERS) {
    const value = body[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || value < 0) return `${name} must be a number, 0 or more.`;
    change[name] = value;
  }
  return change;
}
