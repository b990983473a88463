import type { Funnel, FunnelBreakdown, FunnelStep } from '#contracts/funnels';

export const FUNNEL_ORDERS = ['ordered', 'strict', 'unordered'] as const;
export type FunnelOrder = (typeof FUNNEL_ORDERS)[number];
export type FunnelSplit = FunnelBreakdown['by'];
export const STEPS = { least: 2, most: 20 } as const;

/** A funnel as an address holds it: as the API takes it, less what is as usual. */
export interface FunnelSearch {
  readonly steps?: readonly FunnelStep[];
  readonly order?: Exclude<FunnelOrder, 'ordered'>;
  /** Seconds from first to last step. */
  readonly window?: number;
}

export const FIRST_STEPS: readonly FunnelStep[] = [
  { event_type: 'user_registration' },
  { event_type: 'user_login' },
  { event_type: 'premium_upgrade' },
];

/** The funnel that an address means. */
export function funnelOf({ steps = FIRST_STEPS, order, window }: FunnelSearch): Funnel {
  return {
    steps: [...steps],
    order: order ?? 'ordered',
    ...(window === undefined ? {} : { window_seconds: window }),
  };
}

/** Reads a funnel; a funnel with a step that the builder could not show is no funnel. */
export function readFunnelSearch({ steps, order, window }: Record<string, unknown>): FunnelSearch {
  const read = Array.isArray(steps) ? steps.map(readStep) : [];
  const known = read.filter((step) => step !== undefined);
  const whole = known.length === read.length && known.length >= STEPS.least && known.length <= STEPS.most;
  return {
    ...(whole ? { steps: known } : {}),
    ...(order === 'strict' || order === 'unordered' ? { order } : {}),
    ...(Number.isInteger(window) && Number(window) > 0 ? { window: Number(window) } : {}),
  };
}

/** What an event must fit: its type or its page, a property, or both. */
function readStep(step: unknown): FunnelStep | undefined {
  if (typeof step !== 'object' || step === null) return undefined;
  const { event_type: type, page, property, ...unknown } = step as Record<string, unknown>;
  const where = readProperty(property);
  const broken = where === undefined && property !== undefined;
  if (broken || (isText(type) && isText(page)) || Object.keys(unknown).length > 0) return undefined;
  const read = {
    ...(isText(type) ? { event_type: type } : {}),
    ...(isText(page) ? { page } : {}),
    ...(where === undefined ? {} : { property: where }),
  };
  return Object.keys(read).length === 0 ? undefined : read;
}

function readProperty(property: unknown): FunnelStep['property'] {
  if (typeof property !== 'object' || property === null) return undefined;
  const { name, equals } = property as Record<string, unknown>;
  if (!isText(name)) return undefined;
  const scalar = typeof equals === 'string' || typeof equals === 'number' || typeof equals === 'boolean';
  return scalar ? { name, equals } : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
