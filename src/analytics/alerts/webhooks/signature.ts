import { createHmac, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

export function makeSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** The secret as receivers' libraries take it. */
export function secretText(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

/**
 * Headers by which a receiver knows that a delivery is ours, fresh, and which of several tries of the same one.
 * Source: the Standard Webhooks specification (symmetric signatures, `v1`).
 */
export function signatureHeaders(
  secret: Buffer,
  { id, body, atMs }: { readonly id: string; readonly body: string; readonly atMs: number },
): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1_000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
