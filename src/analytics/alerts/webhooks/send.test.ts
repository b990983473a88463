import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { startReceiver } from '../../../../test/support/webhook-receiver.ts';
import { createSender } from './send.ts';

const NAMES: Record<string, { address: string; family: number }[]> = {
  'rebound.example.com': [{ address: '127.0.0.1', family: 4 }],
  'metadata.example.com': [{ address: '169.254.169.254', family: 4 }],
  'mapped.example.com': [{ address: '::ffff:10.0.0.1', family: 6 }],
  'mixed.example.com': [
    { address: '93.184.215.14', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ],
};
type Found = (error: Error | null, addresses: { address: string; family: number }[]) => void;
vi.mock('node:dns', async (original) => ({
  ...(await original<typeof import('node:dns')>()),
  lookup: (name: string, _options: object, found: Found) => found(null, NAMES[name] ?? []),
}));

const message = { secret: Buffer.from('secret'), id: 'id', body: '{}', atMs: 0 };

it('sends nothing to a name that has come to lead into a private network', async () => {
  await using receiver = await startReceiver();
  await using sender = createSender(false);
  const port = new URL(receiver.url).port;
  for (const name of Object.keys(NAMES)) {
    const { status, error } = await sender.send({ ...message, url: `https://${name}:${port}/hook` });
    expect([name, status, error]).toEqual([name, null, expect.stringContaining('not public')]);
  }
  expect(receiver.taken).toEqual([]);
});

it('sends nothing to an address that was accepted under another setting', async () => {
  await using receiver = await startReceiver();
  await using sender = createSender(false);
  for (const url of [
    receiver.url,
    receiver.url.replace('http:', 'https:'),
    'https://[::1]/',
    'https://2130706433/',
  ])
    expect(await sender.send({ ...message, url })).toMatchObject({
      status: null,
      error: expect.stringMatching(/private or reserved|must begin with https/) as string,
    });
  expect(receiver.taken).toEqual([]);
});

it('follows no redirect, and says that there was one', async () => {
  await using target = await startReceiver();
  const redirecting = createServer((_request, response) =>
    response.writeHead(307, { location: target.url }).end(),
  );
  await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
  const { port } = redirecting.address() as AddressInfo;
  await using sender = createSender(true);
  expect(await sender.send({ ...message, url: `http://127.0.0.1:${port}/` })).toEqual({
    status: 307,
    error: 'the receiver answered 307',
  });
  expect(target.taken).toEqual([]);
  redirecting.closeAllConnections();
  redirecting.close();
});
