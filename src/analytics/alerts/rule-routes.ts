import {
  AlertParams,
  AlertRuleAnswer,
  AlertRuleBody,
  AlertRulesAnswer,
  Deleted,
  MuteBody,
} from '#contracts/alerts';
import { type Bus, type Clock, DomainError, defineRoute, type Route } from '#platform';
import type { AlertDesk } from './alert-desk.ts';
import { checkRule } from './check-rule.ts';
import type { ObservationStore } from './observation-store.ts';
import { success } from './routes.ts';
import type { RuleStore } from './rule-store.ts';

export interface RuleRouteDeps {
  readonly rules: RuleStore;
  readonly desk: AlertDesk;
  readonly observations: ObservationStore;
  readonly bus: Bus;
  readonly clock: Clock;
}

export function ruleRoutes(deps: RuleRouteDeps): Route[] {
  const { rules, desk, bus, clock } = deps;
  const changed = () => bus.publish('alerts.rules.changed', {});
  return [
    defineRoute({
      method: 'GET',
      path: '/analytics/alerts/rules',
      scope: 'alerts:read',
      tag: 'analytics',
      summary: 'Alert rules',
      schemas: { response: AlertRulesAnswer },
      async handler() {
        const list = await rules.list();
        return { ...success(clock), rules: list, count: list.length };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/analytics/alerts/rules',
      scope: 'alerts:write',
      tag: 'analytics',
      summary: 'Make an alert rule',
      description:
        'It looks at what is there at once, then at every value as it is committed. Only what is current fires: values within the window, which ends now; prices of a session at most four days old; anomalies of a metric at most an hour old. What is older is history, however late it comes.',
      schemas: { body: AlertRuleBody, response: AlertRuleAnswer },
      status: 201,
      async handler({ body }) {
        await checkRule(body, deps.observations);
        const rule = await rules.create(body);
        changed();
        return { ...success(clock), rule };
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/analytics/alerts/rules/{id}',
      scope: 'alerts:write',
      tag: 'analytics',
      summary: 'Change an alert rule; what it was firing is resolved, and fires anew where it still holds',
      schemas: { params: AlertParams, body: AlertRuleBody, response: AlertRuleAnswer },
      async handler({ params, body }) {
        await checkRule(body, deps.observations);
        const rule = await rules.replace(params.id, body, desk.settle);
        if (rule === undefined) throw new DomainError('unknown-alert-rule', `There is no rule ${params.id}.`);
        changed();
        return { ...success(clock), rule };
      },
    }),
    muteRoute(deps),
    defineRoute({
      method: 'DELETE',
      path: '/analytics/alerts/rules/{id}',
      scope: 'alerts:write',
      tag: 'analytics',
      summary: 'Delete an alert rule; what it was firing is resolved',
      schemas: { params: AlertParams, response: Deleted },
      async handler({ params }) {
        const deleted = await rules.delete(params.id, desk.settle);
        if (deleted) changed();
        return { ...success(clock), deleted };
      },
    }),
  ];
}

function muteRoute({ rules, clock }: RuleRouteDeps): Route {
  return defineRoute({
    method: 'POST',
    path: '/analytics/alerts/rules/{id}/mute',
    scope: 'alerts:write',
    tag: 'analytics',
    summary: 'Tell webhooks nothing of a rule for a while',
    description:
      'Its alerts are recorded and shown as ever. What still fires when the time is over is told then; what was over before is not told at all.',
    schemas: { params: AlertParams, body: MuteBody, response: AlertRuleAnswer },
    async handler({ params, body: { seconds } }) {
      const nowMs = clock.now();
      const rule = await rules.mute(params.id, seconds === 0 ? null : nowMs + seconds * 1_000, nowMs);
      if (rule === undefined) throw new DomainError('unknown-alert-rule', `There is no rule ${params.id}.`);
      return { ...success(clock), rule };
    },
  });
}
