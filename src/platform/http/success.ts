import type { Clock } from '../clock.ts';

/** What every good answer of the analytics addresses begins with. */
export function success(clock: Clock): { status: 'success'; timestamp: string } {
  return { status: 'success', timestamp: new Date(clock.now()).toISOString() };
}
