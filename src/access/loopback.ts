import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '#contracts/config';

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

/**
 * Whether a browser page may talk to us: no Origin (not a browser), the page we served ourselves, one of
 * ALLOWED_ORIGINS, or in development any page of this machine.
 */
export function isAllowedOrigin(
  headers: IncomingHttpHeaders,
  config: Pick<Config, 'profile' | 'allowedOrigins'>,
): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (config.allowedOrigins.includes(origin)) return true;
  if (config.profile === 'development' && isLoopbackOrigin(origin)) return true;
  return host !== undefined && URL.parse(origin)?.host === host;
}
