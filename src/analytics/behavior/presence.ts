import { NOBODY } from '../journeys/actors.ts';
import { numbered, type Signatures, viewedPage } from './visits.ts';

/** When somebody was there lately, and on which page last. */
export interface Presence {
  /** Epoch milliseconds. */
  lastMs: number;
  /** A bit for each minute with an event, the lowest for the first. */
  minutes: number;
  /** The number of the page last viewed; -1 where there is none. */
  page: number;
  pageMs: number;
}

const MINUTE_MS = 60_000;

/** Follows who caused events in [from, to], both epoch milliseconds; 32 minutes at most. */
export function followPresence(
  signatures: Signatures,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
) {
  const initiated = Uint8Array.from(signatures, (own) => (own?.initiated === true ? 1 : 0));
  const { texts: pages, numbers: pageOf } = numbered(signatures, viewedPage);
  const actors = new Map<number, Presence>();
  let actor = NOBODY;
  return {
    actors: actors as ReadonlyMap<number, Readonly<Presence>>,
    pages,
    begin(next: number) {
      actor = next;
    },
    push(at: number, signature: number) {
      if (actor === NOBODY || at < fromMs || at > toMs || initiated[signature] !== 1) return;
      let presence = actors.get(actor);
      if (presence === undefined)
        actors.set(actor, (presence = { lastMs: at, minutes: 0, page: -1, pageMs: fromMs }));
      presence.lastMs = Math.max(presence.lastMs, at);
      presence.minutes |= 1 << Math.floor((at - fromMs) / MINUTE_MS);
      const page = pageOf[signature] as number;
      if (page < 0 || at < presence.pageMs) return;
      presence.page = page;
      presence.pageMs = at;
    },
  };
}
