import { defineCommand } from 'citty';
import type { RouteResponse } from '#contracts/ai';
import { REQUEST_TYPES, STRATEGIES } from '#contracts/choices';
import type { Problem } from '#contracts/common';
import { readConfig } from '#platform';
import { readEnvironment } from './environment.ts';
import { UsageError } from './usage-error.ts';

export const routeCommand = defineCommand({
  meta: { name: 'route', description: 'Ask the running AI router, and see why it chose the model it chose' },
  args: {
    prompt: { type: 'positional', required: true, description: 'what to ask' },
    type: {
      type: 'string',
      valueHint: 'name',
      description: `${REQUEST_TYPES.join(', ')}; general_chat unless told`,
    },
    model: { type: 'string', valueHint: 'name', description: 'model to ask first' },
    strategy: { type: 'string', valueHint: 'name', description: STRATEGIES.join(', ') },
    'dry-run': { type: 'boolean', description: 'decide and explain, but ask nobody' },
    url: {
      type: 'string',
      valueHint: 'url',
      description: 'address of the server; the configured port unless told',
    },
    key: {
      type: 'string',
      valueHint: 'key',
      description: 'key; not needed on the machine of a development server',
    },
    json: { type: 'boolean', description: 'answer in JSON' },
  },
  async run({ args }) {
    const url = args.url ?? `http://localhost:${readConfig(readEnvironment({})).port}`;
    const reply = await fetch(`${url}/ai/route`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(args.key === undefined ? {} : { authorization: `Bearer ${args.key}` }),
      },
      body: JSON.stringify({
        request_type: args.type ?? 'general_chat',
        prompt: args.prompt,
        model_preference: args.model,
        strategy: args.strategy,
        dry_run: args['dry-run'],
      }),
    }).catch(() => {
      throw new UsageError(
        `No server answers at ${url}.`,
        'Start it by `richesreach serve`, or name it by --url.',
      );
    });
    const body = (await reply.json()) as RouteResponse & Problem;
    if (!reply.ok) throw new UsageError(body.detail, `See /problems/${body.code} on the server.`);
    console.log(args.json ? JSON.stringify(body) : readable(body));
  },
});

function readable({ response, model_used: model, cost, latency_ms: ms, metadata }: RouteResponse): string {
  const { decision, simulated, cache } = metadata;
  const ranked = decision.candidates
    .filter(({ rejected }) => rejected === null)
    .slice(0, 5)
    .map(
      (it) =>
        `  ${it.model.padEnd(24)} utility ${it.utility?.toFixed(3)}  quality ${it.quality?.toFixed(2)}  $${it.expected_cost_usd?.toFixed(6)}`,
    );
  const head =
    model === null
      ? []
      : [
          `${response}\n`,
          `${model}${simulated ? ' (simulated)' : ''}, $${cost.toFixed(6)}, ${Math.round(ms)} ms, cache ${cache}`,
        ];
  return [...head, ...decision.reasons, ...ranked].join('\n');
}
