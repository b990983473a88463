/** The parts of Lambda@Edge's origin-request event that are read or changed. */
export interface OriginRequest {
  uri: string;
  headers: Record<string, { key?: string; value: string }[]>;
  origin?: {
    custom?: { domainName: string; customHeaders: Record<string, { key?: string; value: string }[]> };
  };
}

interface OriginRequestEvent {
  Records: { cf: { request: OriginRequest } }[];
}

// The European Union and the European Economic Area, ISO 3166-1 alpha-2.
const RESIDENTS = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO'.split(' '),
);

// Where persons appear: prompts, recorded behaviour, figures by user.
const PERSONAL = [
  /^\/ai\//,
  /^\/analytics\/(events|user-behavior)\b/,
  /^\/analytics\/bi\/users\b/,
  /^\/analytics\/dashboards\/user_analytics\b/,
  /^\/analytics\/predictions\/user-clusters\b/,
];

/**
 * Sends what residents of the EU and EEA say about themselves to the region that serves them, whichever is nearest.
 * It decides where a request arrives and is read. What writes goes on to where the database is written (infrastructure/README.md).
 */
export async function handler(event: OriginRequestEvent): Promise<OriginRequest | undefined> {
  const request = event.Records[0]?.cf.request;
  const origin = request?.origin?.custom;
  const country = request?.headers['cloudfront-viewer-country']?.[0]?.value;
  const resident = origin?.customHeaders['x-resident-origin']?.[0]?.value;
  if (!request || !origin || !country || !resident) return request;
  if (RESIDENTS.has(country) && PERSONAL.some((path) => path.test(request.uri))) origin.domainName = resident;
  return request;
}
