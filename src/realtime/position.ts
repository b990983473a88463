import type { Position } from '#contracts/websocket';

/** Of no history, so that a snapshot follows and the client is told that it missed something. */
const NOWHERE: Position = { epoch: '', offset: 0 };

const EPOCH = /^[\w-]{1,64}$/;
const OFFSET = /^\d{1,15}$/;

/** Where a client says it stands; undefined where it says nothing. What is no position counts as one that is not kept. */
export function readPosition(epoch: string | null, offset: string | null): Position | undefined {
  if (epoch === null && offset === null) return undefined;
  if (epoch === null || offset === null || !EPOCH.test(epoch) || !OFFSET.test(offset)) return NOWHERE;
  return { epoch, offset: Number(offset) };
}

/** The same from the id of a server-sent event. */
export function readEventId(id: string | undefined): Position | undefined {
  if (id === undefined) return undefined;
  const [epoch = '', offset = ''] = id.split(':');
  return readPosition(epoch, offset);
}
