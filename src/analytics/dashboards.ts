import type { DashboardSettings } from '#contracts/dashboard-views';
import type { DashboardAnswer, DashboardList } from '#contracts/dashboards';
import type { BusEventName } from '#contracts/events';
import { type Cache, type CachedBody, type Clock, DomainError, success } from '#platform';

/** A dashboard as the room that knows its figures offers it. */
export interface Dashboard {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** Cache tags of what the figures depend on. */
  readonly tags: readonly string[];
  /** Told when the figures may have changed. */
  readonly changedBy: readonly BusEventName[];
  compute(query: {
    readonly asOf: string | undefined;
    readonly settings?: DashboardSettings | undefined;
  }): unknown;
}

export interface Dashboards {
  list(): DashboardList;
  /** The cached answer if there is a fresh one, in the same tick. */
  peek(type: string, asOf: string | undefined): CachedBody | undefined;
  /** Throws `unknown-dashboard`. */
  answer(type: string, asOf: string | undefined, settings?: DashboardSettings): Promise<CachedBody>;
  /** Throws `unknown-dashboard` where there is none of this type. */
  require(type: string): void;
  readonly all: readonly Dashboard[];
}

export function createDashboards(deps: {
  cache: Cache;
  clock: Clock;
  dashboards: readonly Dashboard[];
}): Dashboards {
  const { cache, clock, dashboards } = deps;
  const byType = new Map(dashboards.map((dashboard) => [dashboard.type, dashboard]));

  function find(type: string): Dashboard {
    const found = byType.get(type);
    if (found !== undefined) return found;
    throw new DomainError(
      'unknown-dashboard',
      `There is no dashboard "${type}". Dashboards: ${[...byType.keys()].join(', ')}.`,
    );
  }

  return {
    all: dashboards,
    list: () => ({
      ...success(clock),
      dashboards: dashboards.map(({ type, title, description }) => ({
        type,
        title,
        description,
        href: `/analytics/dashboards/${type}`,
      })),
      count: dashboards.length,
    }),
    peek: (type, asOf) => cache.peek(cacheKey(type, asOf)),
    require: (type) => void find(type),
    answer(type, asOf, settings) {
      const dashboard = find(type);
      return cache.getOrCompute(
        cacheKey(type, asOf, settings),
        dashboard.tags,
        async (): Promise<DashboardAnswer> => {
          const data = await dashboard.compute({ asOf, settings });
          return { ...success(clock), dashboard_type: type, data };
        },
      );
    },
  };
}

function cacheKey(type: string, asOf: string | undefined, settings?: DashboardSettings): string {
  const by = settings === undefined ? '' : JSON.stringify(settings);
  return `dashboard:${type}:${asOf ?? 'now'}${by}`;
}
