import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { DomainError } from '#platform';

/** Everything that is not the public internet: private, link-local (the cloud's metadata), loopback, reserved. */
const NOT_PUBLIC: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
];

/** The one block of public IPv6 addresses, and what of it leads back to IPv4 or nowhere. */
const PUBLIC_V6 = ['2000::', 3] as const;
const NOT_PUBLIC_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const refused = new BlockList();
for (const [net, prefix, family] of NOT_PUBLIC) refused.addSubnet(net, prefix, family);
for (const [net, prefix] of NOT_PUBLIC_V6) refused.addSubnet(net, prefix, 'ipv6');
const publicV6 = new BlockList();
publicV6.addSubnet(...PUBLIC_V6, 'ipv6');

/** Whether an address, in its usual notation, is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !refused.check(address, 'ipv4');
  return version === 6 && publicV6.check(address, 'ipv6') && !refused.check(address, 'ipv6');
}

/** Throws a DomainError unless the URL is one that a webhook may have. Names are checked again when they are resolved. */
export function checkWebhookUrl(text: string, allowPrivate: boolean): void {
  const url = URL.parse(text);
  if (url === null) throw refusedUrl('is no URL');
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    throw refusedUrl('must begin with https://');
  if (url.username !== '' || url.password !== '') throw refusedUrl('must not hold a password');
  if (allowPrivate) return;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) > 0 && !isPublicAddress(host)) throw refusedUrl('is a private or reserved address');
  if (
    /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host) ||
    (isIP(host) === 0 && !host.includes('.'))
  )
    throw refusedUrl('is a name of a private network');
}

function refusedUrl(why: string): DomainError {
  return new DomainError('invalid-fields', `The webhook's URL ${why}.`, {
    errors: [{ pointer: '/url', message: `${why}; give an https URL of the public internet` }],
  });
}

/** A name's addresses, refused where any is not public: the name may say something else than when it was checked. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new Error(`${hostname} leads to an address that is not public`), '', 0);
    return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};
