import type { Funnel, FunnelBreakdown, FunnelStep } from '#contracts/funnels';
import { DomainError } from '#platform';
import { isStorableText } from '../ingest/json-text.ts';
import { BEHAVIOR_DEFINITIONS, FUNNEL_DEFINITIONS } from './definitions.ts';
import type { FunnelRules } from './funnel-steps.ts';
import { type BehaviorDeps, type OpenedPeriod, openPeriod } from './opened-period.ts';

const WEEK_MS = 7 * 86_400_000;
const FROM_FIRST_EVENT =
  'of the earliest event in the period that fits the first step, or unordered any step; each user is in one group, or in none where it has no such property';
const BREAKDOWNS: Readonly<Record<FunnelBreakdown['by'], string>> = {
  segment: `Users by segment; in none who caused no event of the period. ${BEHAVIOR_DEFINITIONS['user_segments']}`,
  page: `Users by the page ${FROM_FIRST_EVENT}`,
  feature: `Users by properties.feature ${FROM_FIRST_EVENT}`,
};

/** A funnel whose steps are sound and whose window fits the period, which is opened. */
export interface OpenedFunnel extends Pick<OpenedPeriod, 'period' | 'meta'> {
  readonly rules: FunnelRules;
  readonly steps: readonly FunnelStep[];
  readonly names: readonly string[];
}

/** Throws `invalid-fields` for steps without a condition and windows that do not fit the period. */
export async function openFunnel(
  deps: BehaviorDeps,
  { steps, order = 'ordered', window_seconds: asked, ...query }: Funnel,
  breakdown?: FunnelBreakdown['by'],
): Promise<OpenedFunnel> {
  for (const [place, step] of steps.entries()) checkStep(step, `/steps/${place}`);
  const { period, meta } = await openPeriod(deps, query, {
    source: 'journeys',
    definitions: {
      ...FUNNEL_DEFINITIONS,
      ...(breakdown === undefined ? {} : { breakdown: BREAKDOWNS[breakdown] }),
    },
    where: '',
  });
  const lengthMs = period.to - period.from;
  const windowMs = asked === undefined ? Math.min(WEEK_MS, lengthMs) : asked * 1_000;
  if (windowMs > lengthMs)
    throw refused(
      '/window_seconds',
      `is longer than the period, which has ${lengthMs / 1_000} seconds; shorten the window or ask for more days`,
    );
  return { rules: { steps: steps.length, windowMs, order }, steps, names: steps.map(nameOf), period, meta };
}

function checkStep({ event_type, page, property }: FunnelStep, pointer: string): void {
  if (event_type === undefined && page === undefined && property === undefined)
    throw refused(pointer, 'fits every event; give event_type, page or property');
  for (const text of [page, property?.name, property?.equals])
    if (typeof text === 'string' && !isStorableText(text))
      throw refused(pointer, 'must be well-formed text without NUL');
}

const nameOf = ({ name, event_type, page, property }: FunnelStep): string =>
  name ??
  [event_type, page, property && `${property.name} = ${property.equals}`]
    .filter((part) => part !== undefined)
    .join(' ');

export function refused(pointer: string, message: string): DomainError {
  return new DomainError('invalid-fields', `${pointer} ${message}.`, { errors: [{ pointer, message }] });
}
