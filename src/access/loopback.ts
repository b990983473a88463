import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Whether a request comes from this machine's own user: peer, Host and Origin all loopback. A page of a foreign site
 * that resolves its name to 127.0.0.1 still sends its own Host and Origin, so it does not pass.
 */
export function isLoopbackRequest(remoteAddress: string | undefined, headers: IncomingHttpHeaders): boolean {
  if (remoteAddress === undefined || !LOOPBACK_ADDRESS.test(remoteAddress)) return false;
  if (headers.host === undefined || !LOOPBACK_HOST.test(headers.host)) return false;
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  return headers.origin === undefined || isLoopbackOrigin(headers.origin);
}

function isLoopbackOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && LOOPBACK_HOST.test(url.host);
}
