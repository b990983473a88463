import type { EdgeResponse } from './events.ts';

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  503: 'Service Unavailable',
};

/** An RFC 9457 answer in the application's own form, made without asking it. */
export function problem(status: number, code: string, detail: string, requestId: string): EdgeResponse {
  const title = String(TITLES[status]);
  const headers: EdgeResponse['headers'] = {
    'content-type': { value: 'application/problem+json' },
    'cache-control': { value: 'no-store' },
    'x-request-id': { value: requestId },
  };
  if (status === 503) headers['retry-after'] = { value: '60' };
  if (status === 401) headers['www-authenticate'] = { value: 'Bearer' };
  const body = {
    type: '/problems/' + code,
    title: title,
    status: status,
    code: code,
    detail: detail,
    request_id: requestId,
    retryable: status === 503,
  };
  return {
    statusCode: status,
    statusDescription: title,
    headers: headers,
    body: { encoding: 'text', data: JSON.stringify(body) },
  };
}
