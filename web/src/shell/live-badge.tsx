import { useEffect, useState } from 'react';
import type { ClientState } from '#client';
import { age } from '../format/time.ts';
import { toggleLive, useLive } from '../live/live.ts';

const DOT = {
  connecting: 'bg-line-strong',
  live: 'bg-gain',
  waiting: 'bg-warn',
  paused: 'bg-muted',
  refused: 'bg-warn',
} as const;
const NAME = {
  connecting: 'Connecting',
  live: 'Live',
  waiting: 'Stale',
  paused: 'Paused',
  refused: 'Refused',
} as const;
const ACTION = {
  connecting: 'Pause updates',
  live: 'Pause updates',
  waiting: 'Connect again now',
  paused: 'Resume updates',
  refused: 'Connect again now',
} as const;

/** Whether the page moves, and how long ago the server last spoke. A press pauses, resumes or tries again. */
export function LiveBadge() {
  const state = useLive();
  const since = useAge(state);
  return (
    <button
      type="button"
      title={state.reason === null ? ACTION[state.phase] : `${ACTION[state.phase]} (${state.reason})`}
      onClick={toggleLive}
      className={`inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 text-xs whitespace-nowrap transition-colors duration-150 ${state.phase === 'waiting' || state.phase === 'refused' ? 'border-transparent bg-warn-soft text-warn' : 'border-line bg-surface hover:border-line-strong'}`}
    >
      <span className={`size-2 rounded-full ${DOT[state.phase]}`} />
      {NAME[state.phase]}
      {since === null ? null : (
        <span className="min-w-9 text-right text-muted max-sm:sr-only">
          <span className="sr-only">, updated </span>
          {since}
          <span className="sr-only"> ago</span>
        </span>
      )}
      <span className="sr-only">. {ACTION[state.phase]}</span>
    </button>
  );
}

/** Time since the last frame, counted on each second. */
function useAge({ lastFrameAt }: ClientState): string | null {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return lastFrameAt === null ? null : age(now - lastFrameAt);
}
