import { describe, expect, it } from 'vitest';
import { checkWebhookUrl, isPublicAddress, publicLookup } from './public-address.ts';

const PRIVATE_V4 = [
  '0.0.0.0',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.1.2.3',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.168.0.1',
  '192.168.255.255',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '239.1.1.1',
  '240.0.0.1',
  '255.255.255.255',
];
const PRIVATE_V6 = [
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  '64:ff9b::a00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:a00:1::',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '::127.0.0.1',
  '::ffff:0:127.0.0.1',
];

/** Every way a browser's URL parser reads an IPv4 address. */
function spellings(address: string): string[] {
  const parts = address.split('.').map(Number);
  const number = parts.reduce((sum, part) => sum * 256 + part, 0);
  return [
    address,
    `${address}.`,
    String(number),
    `0x${number.toString(16)}`,
    `0${number.toString(8)}`,
    parts.map((part) => `0x${part.toString(16)}`).join('.'),
    parts.map((part) => `0${part.toString(8)}`).join('.'),
    `[::ffff:${address}]`,
    encodeURIComponent(address).replaceAll('.', '%2e'),
  ];
}

const URLS = [
  ...PRIVATE_V4.flatMap((address) => spellings(address).map((host) => `https://${host}/hook`)),
  ...PRIVATE_V6.map((address) => `https://[${address}]/hook`),
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'db',
    'printer.local',
    'metadata.google.internal',
    'router.home.arpa',
  ].map((host) => `https://${host}/hook`),
  'http://example.com/hook',
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://example.com',
  'javascript:alert(1)',
  'https://user:pw@example.com/',
  'https://',
  '//example.com',
  'example.com',
  '',
];

describe('a webhook', () => {
  it(`may not lead into a private network, in any of ${URLS.length} ways to write it`, () => {
    expect(URLS.length).toBeGreaterThan(200);
    const accepted = URLS.filter((url) => {
      try {
        checkWebhookUrl(url, false);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid-fields', errors: [{ pointer: '/url' }] });
        return false;
      }
    });
    expect(accepted).toEqual([]);
  });

  it('may lead to the public internet', () => {
    for (const url of [
      'https://hooks.example.com/a?b=c',
      'https://8.8.8.8/',
      'https://[2606:4700::1111]:8443/x',
    ])
      expect(() => checkWebhookUrl(url, false)).not.toThrow();
    expect([...PRIVATE_V4, ...PRIVATE_V6].filter(isPublicAddress)).toEqual([]);
  });

  it('may lead anywhere where the operator says so, but not with a password', () => {
    expect(() => checkWebhookUrl('http://127.0.0.1:9/', true)).not.toThrow();
    expect(() => checkWebhookUrl('http://u:p@127.0.0.1:9/', true)).toThrow('password');
  });

  it('is not connected to where its name turns out to be private', async () => {
    const error = await new Promise((resolve) =>
      publicLookup('localhost', { all: true }, (failure) => resolve(failure)),
    );
    expect(error).toMatchObject({ message: expect.stringContaining('not public') });
  });
});
