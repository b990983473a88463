import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { LIVE_BUSINESS } from '../api/business.ts';
import { LIVE_MARKET } from '../api/market.ts';
import { LIVE_PERFORMANCE } from '../api/performance.ts';
import { channelAddress } from './address.ts';
import { conflate } from './conflate.ts';
import { type Line, type LineEvents, LiveClient, type LiveState } from './live-client.ts';

/** At most this often a page asks for figures again, however fast they move. */
const REFRESH_EVERY_MS = 250;

/** What is asked again when a dashboard has changed. */
const REFRESHED: Readonly<Record<string, readonly string[]>> = {
  market_analytics: LIVE_MARKET,
  business_intelligence: LIVE_BUSINESS,
  performance: LIVE_PERFORMANCE,
};

const live = new LiveClient({
  address: () => channelAddress('/analytics/dashboard'),
  open: openWebSocket,
  now: Date.now,
  random: Math.random,
  later: (task, milliseconds) => {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
});

/** Connects and lets every change reach the query cache. */
export function startLive(queries: QueryClient): void {
  const refresh = new Map(
    Object.entries(REFRESHED).map(([dashboard, queryKey]) => [
      dashboard,
      conflate(() => queries.invalidateQueries({ queryKey }), REFRESH_EVERY_MS),
    ]),
  );
  live.onFrame((frame) => {
    if (frame.type !== 'dashboard_update' || frame.dashboard_type === undefined) return;
    queries.setQueryData(['dashboard', frame.dashboard_type], frame.data);
    refresh.get(frame.dashboard_type)?.();
  });
  window.addEventListener('online', () => {
    if (live.state().phase === 'waiting') live.connect();
  });
  live.connect();
}

export function useLive(): LiveState {
  return useSyncExternalStore(live.subscribe, live.state);
}

/** Pauses a live page; resumes a paused one; tries again at once where the line is down. */
export function toggleLive(): void {
  if (live.state().phase === 'live' || live.state().phase === 'connecting') live.pause();
  else live.connect();
}

/** Connects again, for instance with another key. */
export function reconnectLive(): void {
  if (live.state().phase !== 'paused') live.connect();
}

function openWebSocket(address: string, events: LineEvents): Line {
  const socket = new WebSocket(address);
  socket.addEventListener('open', events.opened);
  socket.addEventListener('message', (event) => events.message(event.data));
  socket.addEventListener('close', events.closed);
  return {
    send: (text) => socket.send(text),
    close: () => socket.close(),
  };
}
