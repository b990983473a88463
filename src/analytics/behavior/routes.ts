import { EVENTS_TAG } from '../business/routes.ts';
import type { Dashboard } from '../dashboards.ts';
import { readUserBehavior } from './behavior.ts';
import type { BehaviorDeps } from './opened-period.ts';

export function behaviorDashboard(deps: BehaviorDeps): Dashboard {
  return {
    type: 'user_analytics',
    title: 'Users',
    description: 'Segments, behaviour, engagement and conversion of the users of the last 30 days',
    tags: [EVENTS_TAG],
    changedBy: ['analytics.events.committed'],
    compute: ({ asOf, settings = {} }) =>
      readUserBehavior(deps, { ...settings, ...(asOf === undefined ? {} : { end_date: asOf }) }),
  };
}
