import {
  AlertParams,
  DeliveriesAnswer,
  DeliveriesQuery,
  DeliveryAnswer,
  DeliveryParams,
} from '#contracts/alerts';
import { type Clock, DomainError, defineRoute, type Route } from '#platform';
import { success } from '../routes.ts';
import type { DeliveryHistory } from './delivery-history.ts';
import type { WebhookStore } from './webhook-store.ts';

export interface DeliveryRouteDeps {
  readonly webhooks: WebhookStore;
  readonly history: DeliveryHistory;
  readonly clock: Clock;
}

export function deliveryRoutes({ webhooks, history, clock }: DeliveryRouteDeps): Route[] {
  async function checkWebhook(id: number): Promise<void> {
    if ((await webhooks.target(id)) === undefined)
      throw new DomainError('unknown-webhook', `There is no webhook ${id}.`);
  }
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/alerts/webhooks/{id}/deliveries',
      scope: 'alerts:read',
      tag: 'analytics',
      summary: 'What was sent to a webhook, and what still waits',
      schemas: { params: AlertParams, query: DeliveriesQuery, response: DeliveriesAnswer },
      async handler({ params, query }) {
        await checkWebhook(params.id);
        const deliveries = await history.list(params.id, query);
        return { ...success(clock), deliveries, count: deliveries.length };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/analytics/alerts/webhooks/{id}/deliveries/{delivery_id}/redeliver',
      scope: 'alerts:write',
      tag: 'analytics',
      summary: 'Send a delivery again, with the same `webhook-id`',
      description:
        'Tried at once, and where it fails again for three days more. It tells what it told before.',
      schemas: { params: DeliveryParams, response: DeliveryAnswer },
      async handler({ params: { id, delivery_id } }) {
        await checkWebhook(id);
        const delivery = await history.redeliver(id, delivery_id, clock.now());
        if (delivery === undefined)
          throw new DomainError('unknown-delivery', `Webhook ${id} has no delivery ${delivery_id}.`);
        return { ...success(clock), delivery };
      },
    }),
  ];
}
