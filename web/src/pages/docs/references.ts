/** The pages of the reference: three sets of addresses by tag of the OpenAPI document, and the channels. */
export const REFERENCES = [
  { name: 'ai-router', title: 'AI Router' },
  { name: 'analytics', title: 'Analytics' },
  { name: 'platform', title: 'Platform' },
  { name: 'websocket', title: 'WebSocket' },
] as const;

export type ReferenceName = (typeof REFERENCES)[number]['name'];
