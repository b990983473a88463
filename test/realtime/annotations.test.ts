import { expect, it } from 'vitest';
import { createLogger, readConfig } from '#platform';
import { startPlatform } from '../../src/roles.ts';
import { startTestPlatform, urlOf } from '../support/platform.ts';
import { openSocket } from '../support/socket.ts';

it('of one process are told to the clients of another', async () => {
  await using one = await startTestPlatform();
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'fatal',
    RICHESREACH_ROLES: 'realtime,analytics',
    RICHESREACH_DEMO: 'false',
    DATABASE_URL: urlOf(one.database.address),
  });
  await using other = await startPlatform(config, createLogger(config));
  using line = openSocket(other.url, '/analytics/dashboard');
  await line.next('annotations_changed');
  const write = async (method: string, path = '', body?: object): Promise<number> => {
    const reply = await fetch(`${one.url}/analytics/annotations${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer = (await reply.json()) as { annotation?: { id: number } };
    return answer.annotation?.id ?? 0;
  };
  const id = await write('POST', '', { text: 'v3.1 deployed' });
  await line.next('annotations_changed');
  const read = await fetch(`${other.url}/analytics/annotations`);
  const { annotations } = (await read.json()) as { annotations: object[] };
  // A machine that is busy enough has alerts among them.
  expect(annotations).toContainEqual(expect.objectContaining({ id, text: 'v3.1 deployed' }));
  await write('PATCH', `/${id}`, { text: 'v3.2 deployed' });
  await line.next('annotations_changed');
  await write('DELETE', `/${id}`);
  expect(await line.next('annotations_changed')).toMatchObject({ timestamp: expect.any(String) as string });
});
