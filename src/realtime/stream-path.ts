import type { Channel } from '#contracts/websocket';

/** Where a channel's server-sent events are. */
export function streamPath({ path }: Pick<Channel, 'path'>): string {
  return path.replace(/\/(\w+)$/, '/stream/$1');
}
