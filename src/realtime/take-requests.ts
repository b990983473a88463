import type { WebSocket } from 'ws';
import type { Session } from './hub.ts';
import { CLOSE, type Line } from './line.ts';

const MAX_RUNNING = 8;
const PAUSE_ABOVE_BYTES = 64 * 1024;

/**
 * Hands a client's requests on. One that asks faster than it is answered, or does not read its answers, is not read
 * from either, so it keeps nobody busy but itself.
 */
export function takeRequests(client: WebSocket, line: Line, session: Session): void {
  let running = 0;
  const isBusy = () => running >= MAX_RUNNING || line.queuedBytes > PAUSE_ABOVE_BYTES;
  const resume = () => {
    if (client.isPaused && !isBusy()) client.resume();
  };
  line.onDrain(resume);
  client.on('message', (raw, binary) => {
    running += 1;
    if (isBusy()) client.pause();
    session
      .ask(raw, binary)
      .catch(() => line.close(CLOSE.internalError, 'the request could not be answered; reconnect'))
      .finally(() => {
        running -= 1;
        resume();
      });
  });
}
