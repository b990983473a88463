/** What CloudFront hands to its functions (event structure version 1.0). */
export interface Value {
  value: string;
  multiValue?: { value: string }[];
}

export type Values = Record<string, Value>;

export interface EdgeRequest {
  method: string;
  uri: string;
  querystring: Values;
  headers: Values;
  cookies: Values;
}

export interface EdgeResponse {
  statusCode: number;
  statusDescription?: string;
  headers: Values;
  cookies?: Values;
  body?: { encoding: 'text'; data: string };
}

export interface EdgeEvent {
  context: { requestId: string };
  viewer: { ip: string };
  request: EdgeRequest;
  response?: EdgeResponse;
}
