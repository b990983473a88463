import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  Alert,
  AlertRule,
  AlertRuleBody,
  AlertRulesAnswer,
  AlertsAnswer,
  DeliveriesAnswer,
  DeliveriesQuery,
  RulePreviewAnswer,
  RulePreviewBody,
  Webhook,
  WebhookBody,
  WebhookMade,
  WebhooksAnswer,
  WebhookTested,
} from '#contracts/alerts';
import { requestJson, withQuery } from './client.ts';
import { LIVE_ALERTS } from './live-keys.ts';

export type DeliveryFilter = DeliveriesQuery['status'];
export type AlertFilter = 'all' | 'firing' | 'unacknowledged';

export interface AlertsPageData {
  readonly asOf: string;
  readonly firing: number;
  readonly alerts: readonly Alert[];
  readonly rules: readonly AlertRule[];
  readonly webhooks: readonly Webhook[];
}

const LISTED = 200;

/** Alerts of a state, the rules they come from and where they are sent. */
export function alertsQuery(state: AlertFilter) {
  return queryOptions({
    queryKey: [...LIVE_ALERTS, state],
    queryFn: async ({ signal }): Promise<AlertsPageData> => {
      const [alerts, { rules }, { webhooks }] = await Promise.all([
        requestJson<Static<typeof AlertsAnswer>>(withQuery('/analytics/alerts', { state, limit: LISTED }), {
          signal,
        }),
        requestJson<Static<typeof AlertRulesAnswer>>('/analytics/alerts/rules', { signal }),
        requestJson<Static<typeof WebhooksAnswer>>('/analytics/alerts/webhooks', { signal }),
      ]);
      return {
        asOf: alerts.timestamp,
        firing: alerts.active_alerts,
        alerts: alerts.recent_alerts,
        rules,
        webhooks,
      };
    },
  });
}

const address = (path: string) => `/analytics/alerts${path}`;

export function useAcknowledge() {
  return useChange((id: number) => requestJson(address(`/${id}/acknowledge`), { method: 'POST', body: {} }));
}

export function useMakeRule() {
  return useChange((body: AlertRuleBody) => requestJson(address('/rules'), { method: 'POST', body }));
}

/** When a rule would have fired; it changes nothing. */
export function usePreviewRule() {
  return useMutation({
    mutationFn: async (body: RulePreviewBody) =>
      (
        await requestJson<Static<typeof RulePreviewAnswer>>(address('/rules/preview'), {
          method: 'POST',
          body,
        })
      ).preview,
  });
}

/** Turns a rule on or off. */
export function useSwitchRule() {
  return useChange(
    ({ id, created_at: _made, updated_at: _changed, muted_until: _muted, ...body }: AlertRule) =>
      requestJson(address(`/rules/${id}`), { method: 'PUT', body }),
  );
}

/** Tells webhooks nothing of a rule for so many seconds; 0 ends it. */
export function useMuteRule() {
  return useChange(({ id, seconds }: { readonly id: number; readonly seconds: number }) =>
    requestJson(address(`/rules/${id}/mute`), { method: 'POST', body: { seconds } }),
  );
}

export function useDeleteRule() {
  return useChange((id: number) => requestJson(address(`/rules/${id}`), { method: 'DELETE' }));
}

export function useMakeWebhook() {
  return useChange((body: WebhookBody) =>
    requestJson<Static<typeof WebhookMade>>(address('/webhooks'), { method: 'POST', body }),
  );
}

export function useTestWebhook() {
  return useChange((id: number) =>
    requestJson<Static<typeof WebhookTested>>(address(`/webhooks/${id}/test`), { method: 'POST', body: {} }),
  );
}

export function useDeleteWebhook() {
  return useChange((id: number) => requestJson(address(`/webhooks/${id}`), { method: 'DELETE' }));
}

const DELIVERIES_FRESH_MS = 2_000;

/** The last deliveries of a webhook; asked again all the time, because nobody tells of them. */
export function deliveriesQuery(webhookId: number, status: DeliveryFilter) {
  return queryOptions({
    queryKey: [...LIVE_ALERTS, 'deliveries', webhookId, status],
    queryFn: async ({ signal }) => {
      const path = withQuery(address(`/webhooks/${webhookId}/deliveries`), { status });
      return (await requestJson<Static<typeof DeliveriesAnswer>>(path, { signal })).deliveries;
    },
    refetchInterval: DELIVERIES_FRESH_MS,
  });
}

export function useRedeliver(webhookId: number) {
  return useChange((id: string) =>
    requestJson(address(`/webhooks/${webhookId}/deliveries/${id}/redeliver`), { method: 'POST', body: {} }),
  );
}

/** A change after which the page's figures are asked again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: LIVE_ALERTS }),
  });
}
