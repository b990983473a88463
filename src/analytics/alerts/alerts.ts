import type { EventChannel } from '#contracts/websocket';
import { type Bus, type Clock, createChannelLog, type Database, type Logger, type Route } from '#platform';
import { createAlertDesk } from './alert-desk.ts';
import { startAlertEngine } from './alert-engine.ts';
import { createAlertStore } from './alert-store.ts';
import { ALERTS_PATH, alertsChannel } from './alerts-channel.ts';
import type { SessionChanges } from './look.ts';
import { createObservationStore } from './observation-store.ts';
import { createPastStore } from './preview/past-store.ts';
import { previewRoutes } from './preview/preview-routes.ts';
import { alertRoutes } from './routes.ts';
import { ruleRoutes } from './rule-routes.ts';
import { createRuleStore } from './rule-store.ts';
import { startDeliverer } from './webhooks/deliver.ts';
import { createDeliveryHistory } from './webhooks/delivery-history.ts';
import { deliveryRoutes } from './webhooks/delivery-routes.ts';
import { createDeliveryStore } from './webhooks/delivery-store.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import { createSender } from './webhooks/send.ts';
import { createWebhookStore } from './webhooks/webhook-store.ts';

export interface AlertsDeps {
  readonly database: Database;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether webhooks may lie in private networks; for receivers of one's own. */
  readonly allowPrivateWebhooks: boolean;
  /** Of the last session, as of a day counted from 1970-01-01 or of now. */
  sessionChanges(asOf?: number): Promise<SessionChanges>;
}

/** Rules, alerts, and whom they are told to. */
export interface Alerts extends AsyncDisposable {
  readonly routes: Route[];
  readonly channel: EventChannel;
  /** Starts looking and sending: once in each worker. */
  start(): AsyncDisposable;
}

export function createAlerts(deps: AlertsDeps): Alerts {
  const { pool } = deps.database;
  const { clock, allowPrivateWebhooks: allowPrivate } = deps;
  const log = createChannelLog(pool, ALERTS_PATH);
  const alerts = createAlertStore(pool);
  const rules = createRuleStore(pool);
  const observations = createObservationStore(pool);
  const webhooks = createWebhookStore(pool);
  const sender = createSender(allowPrivate);
  const desk = createAlertDesk({ pool, clock, log });
  return {
    // Fixed names before `{id}`, which would take them for a number.
    routes: [
      ...previewRoutes({ ...deps, observations, past: createPastStore(pool) }),
      ...ruleRoutes({ ...deps, rules, desk, observations }),
      ...webhookRoutes({ webhooks, sender, allowPrivate, clock }),
      ...deliveryRoutes({ webhooks, history: createDeliveryHistory(pool), clock }),
      ...alertRoutes({ alerts, desk, clock }),
    ],
    channel: alertsChannel({ alerts, desk, log, clock }),
    start() {
      const started = new AsyncDisposableStack();
      started.use(startAlertEngine({ ...deps, rules, alerts, desk, observations }));
      const deliveries = createDeliveryStore(pool, clock.now);
      started.use(startDeliverer({ ...deps, deliveries, sender, random: Math.random }));
      return started;
    },
    [Symbol.asyncDispose]: () => sender[Symbol.asyncDispose](),
  };
}
