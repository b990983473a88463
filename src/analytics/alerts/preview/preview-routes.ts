import { RulePreviewAnswer, RulePreviewBody } from '#contracts/alerts';
import { defineRoute, type Route } from '#platform';
import { checkRule } from '../check-rule.ts';
import type { ObservationStore } from '../observation-store.ts';
import { success } from '../routes.ts';
import { type PreviewDeps, previewRule } from './preview.ts';

export interface PreviewRouteDeps extends PreviewDeps {
  readonly observations: Pick<ObservationStore, 'similarNames'>;
}

export function previewRoutes(deps: PreviewRouteDeps): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/analytics/alerts/rules/preview',
      scope: 'alerts:write',
      readsOnly: true,
      tag: 'analytics',
      summary: 'When a rule would have fired, before it is made',
      description:
        'Takes the rule through what was recorded, with the judge that looks at live values; nothing is stored or sent. It looks every `step_seconds`, which divide its window, so that no value is missed. Prices are looked at once a day, when it closes.',
      schemas: { body: RulePreviewBody, response: RulePreviewAnswer },
      async handler({ body }) {
        await checkRule(body, deps.observations);
        return { ...success(deps.clock), preview: await previewRule(deps, body) };
      },
    }),
  ];
}
