import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startSimulator } from '#simulator';

const CLI = join(import.meta.dirname, 'index.ts');

async function chaos(...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [CLI, 'chaos', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (text: Buffer) => void (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => void (output += text.toString()));
  const [code] = await once(child, 'close');
  return { code, output };
}

it('breaks, slows and heals a provider of a running simulator, and says what it does not know', async () => {
  await using simulator = await startSimulator();
  const at = ['--url', simulator.origin];
  expect(await chaos('break', 'google', '--fault', 'stall', '--rate', '20', ...at)).toMatchObject({
    code: 0,
  });
  expect(simulator.behaviour('google')).toMatchObject({ fault: 'stall', faultRate: 0.2 });
  await chaos('slow', 'google', '--ms', '900', ...at);
  expect(simulator.behaviour('google')).toMatchObject({ slowRate: 1, slowMs: 900 });
  await chaos('heal', 'google', ...at);
  expect(simulator.behaviour('google')).toMatchObject({ fault: 'none', slowRate: 0 });
  const unknown = await chaos('burn', 'google', ...at);
  expect(unknown.code).not.toBe(0);
  expect(unknown.output).toContain('kill, slow, break, heal');
  expect((await chaos('kill', 'mistral', ...at)).output).toContain('openai, anthropic, google');
});
