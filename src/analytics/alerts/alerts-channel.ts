import {
  AcknowledgeAlert,
  AlertAcknowledged,
  AlertsResponse,
  AlertsSummaryFrame,
  AlertsUpdateFrame,
  RequestAlerts,
} from '#contracts/alerts';
import type { EventChannel } from '#contracts/websocket';
import type { ChannelLog, Clock } from '#platform';
import type { AlertDesk } from './alert-desk.ts';
import type { AlertStore } from './alert-store.ts';

export const ALERTS_PATH = '/analytics/alerts';

/** `/analytics/alerts`: what fires now and fired lately on connect, then every change of an alert, none missed. */
export function alertsChannel(deps: {
  readonly alerts: AlertStore;
  readonly desk: AlertDesk;
  readonly log: ChannelLog;
  readonly clock: Clock;
}): EventChannel {
  const { alerts, desk, log, clock } = deps;
  return {
    kind: 'event',
    path: ALERTS_PATH,
    scope: 'alerts:read',
    summary: 'Alerts: those of late on connect, then every one that fires, is acknowledged or resolved.',
    frames: { alerts_summary: AlertsSummaryFrame, alerts_update: AlertsUpdateFrame },
    history: log,
    async snapshot() {
      const timestamp = new Date(clock.now()).toISOString();
      return [{ type: 'alerts_summary', timestamp, data: await alerts.summary() }];
    },
    requests: {
      request_alerts: {
        summary: 'Ask for the alerts of late',
        schema: RequestAlerts,
        answers: 'alerts_response',
        answerSchema: AlertsResponse,
        answer: async () => ({ data: await alerts.summary() }),
      },
      acknowledge_alert: {
        summary: 'Say that somebody looks after an alert',
        schema: AcknowledgeAlert,
        answers: 'alert_acknowledged',
        answerSchema: AlertAcknowledged,
        scope: 'alerts:write',
        answer: async (message, principal) => ({
          data: await desk.acknowledge((message as { alert_id: number }).alert_id, principal.name),
        }),
      },
    },
  };
}
