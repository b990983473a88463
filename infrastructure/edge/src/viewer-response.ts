import type { EdgeEvent, EdgeResponse } from './events.ts';

/** After the cache: the id by which this very request can be found, also where the answer was kept for another. */
function handler(event: EdgeEvent): EdgeResponse {
  const response = event.response ?? { statusCode: 200, headers: {} };
  const id = event.request.headers['x-request-id'];
  response.headers['x-request-id'] = { value: id === undefined ? event.context.requestId : id.value };
  return response;
}

export { handler };
