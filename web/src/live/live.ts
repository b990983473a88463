import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { type ClientState, channelClient } from '#client';
import {
  LIVE_ALERTS,
  LIVE_ANNOTATIONS,
  LIVE_BUSINESS,
  LIVE_MARKET,
  LIVE_PERFORMANCE,
  LIVE_PREDICTIONS,
  LIVE_USERS,
} from '../api/live-keys.ts';
import { conflate } from './conflate.ts';
import { oneTimeTicket } from './ticket.ts';

/** At most this often a page asks for figures again, however fast they move. */
const REFRESH_EVERY_MS = 250;

/** Funnels, retention and paths are counted from events one by one. */
const REFRESH_USERS_EVERY_MS = 2_000;

/** What is asked again when a dashboard has changed, and how often at most. */
const REFRESHED: Readonly<
  Record<string, { readonly queryKey: readonly string[]; readonly everyMs: number }>
> = {
  market_analytics: { queryKey: LIVE_MARKET, everyMs: REFRESH_EVERY_MS },
  business_intelligence: { queryKey: LIVE_BUSINESS, everyMs: REFRESH_EVERY_MS },
  user_analytics: { queryKey: LIVE_USERS, everyMs: REFRESH_USERS_EVERY_MS },
  performance: { queryKey: LIVE_PERFORMANCE, everyMs: REFRESH_EVERY_MS },
};

const live = channelClient({
  server: window.location.href,
  channel: 'dashboard',
  ticket: oneTimeTicket,
});

const predictions = channelClient({
  server: window.location.href,
  channel: 'predictions',
  ticket: oneTimeTicket,
});

const alerts = channelClient({
  server: window.location.href,
  channel: 'alerts',
  ticket: oneTimeTicket,
});

/** What the badge shows is the state of the first; they go down and come back together. */
const LINES = [live, alerts, predictions];

/** Connects and lets every change reach the query cache. */
export function startLive(queries: QueryClient): void {
  const refresh = new Map(
    Object.entries(REFRESHED).map(([dashboard, { queryKey, everyMs }]) => [
      dashboard,
      conflate(() => queries.invalidateQueries({ queryKey }), everyMs),
    ]),
  );
  const refreshAnnotations = conflate(
    () => queries.invalidateQueries({ queryKey: LIVE_ANNOTATIONS }),
    REFRESH_EVERY_MS,
  );
  live.onFrame((frame) => {
    if (frame.type === 'annotations_changed') refreshAnnotations();
    if (frame.type !== 'dashboard_update') return;
    queries.setQueryData(['dashboard', frame.dashboard_type], frame.data);
    refresh.get(frame.dashboard_type)?.();
  });
  const refreshPredictions = conflate(
    () => queries.invalidateQueries({ queryKey: LIVE_PREDICTIONS }),
    REFRESH_EVERY_MS,
  );
  const refreshAlerts = conflate(
    () => queries.invalidateQueries({ queryKey: LIVE_ALERTS }),
    REFRESH_EVERY_MS,
  );
  alerts.onFrame(() => {
    refreshAlerts();
    // Alerts stand on the charts too.
    refreshAnnotations();
  });
  predictions.onFrame((frame) => {
    if (frame.type === 'predictions_update') refreshPredictions();
  });
  for (const line of LINES) line.connect();
}

export function useLive(): ClientState {
  return useSyncExternalStore(live.subscribe, live.state);
}

/** Pauses a live page; resumes a paused one; tries again at once where the line is down. */
export function toggleLive(): void {
  if (live.state().phase === 'live' || live.state().phase === 'connecting')
    for (const line of LINES) line.pause();
  else for (const line of LINES) line.connect();
}

/** Connects again, for instance with another key. */
export function reconnectLive(): void {
  for (const line of LINES) if (line.state().phase !== 'paused') line.connect();
}
