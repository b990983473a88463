import { randomUUID } from 'node:crypto';
import {
  AlertParams,
  Deleted,
  WebhookBody,
  WebhookMade,
  WebhooksAnswer,
  WebhookTested,
} from '#contracts/alerts';
import { type Clock, DomainError, defineRoute, type Route } from '#platform';
import { success } from '../routes.ts';
import { checkWebhookUrl } from './public-address.ts';
import type { Sender } from './send.ts';
import { makeSecret, secretText } from './signature.ts';
import type { WebhookStore } from './webhook-store.ts';

export interface WebhookRouteDeps {
  readonly webhooks: WebhookStore;
  readonly sender: Sender;
  readonly allowPrivate: boolean;
  readonly clock: Clock;
}

export function webhookRoutes({ webhooks, sender, allowPrivate, clock }: WebhookRouteDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/alerts/webhooks',
      scope: 'alerts:read',
      tag: 'analytics',
      summary: 'Where alerts are sent, and how that is going',
      schemas: { response: WebhooksAnswer },
      async handler() {
        const list = await webhooks.list();
        return { ...success(clock), webhooks: list, count: list.length };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/analytics/alerts/webhooks',
      scope: 'alerts:write',
      tag: 'analytics',
      summary: 'Send alerts to an https address',
      description:
        'Signed as Standard Webhooks; anything but a 2xx is tried again for three days, each delivery by itself, so that they may come in another order than their `timestamp`s. The secret is shown this once.',
      schemas: { body: WebhookBody, response: WebhookMade },
      status: 201,
      async handler({ body }) {
        checkWebhookUrl(body.url, allowPrivate);
        const secret = makeSecret();
        return {
          ...success(clock),
          webhook: await webhooks.create(body, secret),
          secret: secretText(secret),
        };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/analytics/alerts/webhooks/{id}',
      scope: 'alerts:write',
      tag: 'analytics',
      summary: 'Send alerts there no longer; what waits is dropped',
      schemas: { params: AlertParams, response: Deleted },
      handler: async ({ params }) => ({ ...success(clock), deleted: await webhooks.delete(params.id) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/analytics/alerts/webhooks/{id}/test',
      scope: 'alerts:write',
      tag: 'analytics',
      summary: 'Send a webhook a test, and see what it answers',
      schemas: { params: AlertParams, response: WebhookTested },
      async handler({ params }) {
        const target = await webhooks.target(params.id);
        if (target === undefined)
          throw new DomainError('unknown-webhook', `There is no webhook ${params.id}.`);
        const { timestamp, status } = success(clock);
        const body = JSON.stringify({ type: 'webhook.test', timestamp, data: {} });
        const sent = await sender.send({ ...target, id: randomUUID(), body, atMs: clock.now() });
        return {
          status,
          timestamp,
          delivered: sent.error === null,
          response_status: sent.status,
          error: sent.error,
        };
      },
    }),
  ];
}
