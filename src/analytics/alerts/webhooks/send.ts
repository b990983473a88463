import { Agent, type Dispatcher, request } from 'undici';
import { reasonOf } from '#platform';
import { checkWebhookUrl, publicLookup } from './public-address.ts';
import { signatureHeaders } from './signature.ts';

export interface Sent {
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Null where the receiver took it: any 2xx. */
  readonly error: string | null;
}

/** Posts to webhooks. Follows no redirects, and connects to public addresses only unless `allowPrivate`. */
export interface Sender extends AsyncDisposable {
  send(message: Message): Promise<Sent>;
}

export interface Message {
  readonly url: string;
  readonly secret: Buffer;
  readonly id: string;
  readonly body: string;
  readonly atMs: number;
}

const TIMEOUT_MS = 10_000;
const CONNECTIONS_A_HOST = 2;

export function createSender(allowPrivate: boolean): Sender {
  const agent = new Agent({
    connections: CONNECTIONS_A_HOST,
    connect: { timeout: TIMEOUT_MS, ...(allowPrivate ? {} : { lookup: publicLookup }) },
  });
  return {
    send: (message) => post(agent, message, allowPrivate),
    [Symbol.asyncDispose]: () => agent.close(),
  };
}

async function post(
  dispatcher: Dispatcher,
  { url, body, ...message }: Message,
  allowPrivate: boolean,
): Promise<Sent> {
  try {
    // Checked when it was made, perhaps under another setting; an address in the URL is never looked up.
    checkWebhookUrl(url, allowPrivate);
    const { statusCode, body: answer } = await request(url, {
      dispatcher,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'RichesReach-Webhooks/1',
        ...signatureHeaders(message.secret, { ...message, body }),
      },
      body,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Nothing of the answer is wanted; a receiver that goes on talking is cut off.
    await answer.dump({ limit: 16 * 1024 }).catch(() => undefined);
    const taken = statusCode >= 200 && statusCode < 300;
    return { status: statusCode, error: taken ? null : `the receiver answered ${statusCode}` };
  } catch (error) {
    return { status: null, error: reasonOf(error) };
  }
}
