import cf from 'cloudfront';
import { canonicalPath, canonicalQuery } from './canonical.ts';
import type { EdgeEvent, EdgeRequest, EdgeResponse } from './events.ts';
import { problem } from './problem.ts';
import { checkToken } from './token.ts';

const REGIONS = /^(us-east-1|eu-west-1|ap-southeast-1)$/;
const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;
const ALWAYS_OPEN = /^\/health/;

/** Before the cache: gives a request its id and one spelling, sends away what cannot succeed, and pins its region. */
async function handler(event: EdgeEvent): Promise<EdgeRequest | EdgeResponse> {
  const request = event.request;
  const given = request.headers['x-request-id'];
  const requestId =
    given !== undefined && REQUEST_ID.test(given.value) ? given.value : event.context.requestId;

  const path = canonicalPath(request.uri);
  if (path === null) return problem(400, 'invalid_path', 'This path cannot be served.', requestId);
  const authorization = request.headers.authorization;
  const token = checkToken(authorization === undefined ? undefined : authorization.value, Date.now() / 1000);
  if (token.refusal !== null) return problem(401, 'unauthorized', token.refusal, requestId);

  const maintenance = await setting('maintenance');
  if (maintenance === 'on' && !ALWAYS_OPEN.test(path))
    return problem(503, 'maintenance', 'We are back in a few minutes.', requestId);

  // Anyone may choose a region; all of them answer the same. A deployment does, to try the one it changed.
  const chosen = request.headers['x-region'];
  let pin = chosen !== undefined && REGIONS.test(chosen.value) ? chosen.value : null;
  if (pin === null && token.keyId !== null) pin = await setting('pin-' + token.keyId);
  if (pin === null) pin = await setting('pin');
  if (pin !== null && REGIONS.test(pin)) cf.selectRequestOriginById(pin);

  request.uri = path;
  request.querystring = canonicalQuery(request.querystring);
  request.headers['x-request-id'] = { value: requestId };
  return request;
}

// A key that is not there throws, and so does a store that cannot be reached: neither may stop a request.
async function setting(key: string): Promise<string | null> {
  try {
    return await cf.kvs().get(key);
  } catch {
    return null;
  }
}

export { handler };
