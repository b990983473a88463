import type { AnalyticsMeta, Period } from '#contracts/analytics';
import type { FunnelFigures, FunnelOrderBody, FunnelStep } from '#contracts/funnels';
import { DomainError } from '#platform';
import { percent } from '../business/ratios.ts';
import { isStorableText } from '../ingest/json-text.ts';
import { countFunnel } from './funnel-steps.ts';
import { addFunnelEvents } from './funnel-store.ts';
import { type BehaviorDeps, openPeriod } from './opened-period.ts';

const WEEK_MS = 7 * 86_400_000;
const DEFINITIONS = {
  users:
    'Known users with events in the period that fit the steps up to this one, within the window from the first; each step needs an event of its own, except unordered, where any so many of the steps count',
  order:
    'ordered: one after another, events of one millisecond as they arrived; strict: and no other stored event of the user between; unordered: in any order',
  median_seconds: 'Median over the users of the step of their shortest time from first step to this one',
};

/** Throws `invalid-fields` for steps without a condition and windows that do not fit the period. */
export async function readFunnel(
  deps: BehaviorDeps,
  { steps, order = 'ordered', window_seconds: asked, ...query }: FunnelOrderBody,
): Promise<{ funnel: FunnelFigures; period: Period; meta: AnalyticsMeta }> {
  for (const [place, step] of steps.entries()) checkStep(step, `/steps/${place}`);
  const answer = {
    source: 'journeys, and the events of the period for steps by another property than feature',
    definitions: DEFINITIONS,
    where: '',
  };
  const { period, meta } = await openPeriod(deps, query, answer);
  const lengthMs = period.to - period.from;
  const windowMs = asked === undefined ? Math.min(WEEK_MS, lengthMs) : asked * 1_000;
  if (windowMs > lengthMs)
    throw refused(
      '/window_seconds',
      `is longer than the period, which has ${lengthMs / 1_000} seconds; shorten the window or ask for more days`,
    );
  const count = countFunnel({ steps: steps.length, windowMs, order });
  await addFunnelEvents(deps.pool, period, { steps, all: order === 'strict', count });
  const times = count.finish();
  const users = times.map(({ length }) => length);
  const [first = 0] = users;
  return {
    funnel: {
      order,
      window_seconds: windowMs / 1_000,
      steps: steps.map((step, place) => ({
        step: place + 1,
        name: nameOf(step),
        users: users[place] ?? 0,
        rate: percent(users[place] ?? 0, first),
        step_rate: percent(users[place] ?? 0, users[Math.max(place - 1, 0)] ?? 0),
        median_seconds: medianSeconds(times[place] ?? []),
      })),
      conversion_rate: percent(users.at(-1) ?? 0, first),
    },
    period: period.wire,
    meta,
  };
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

function medianSeconds(times: readonly number[]): number | null {
  if (times.length === 0) return null;
  const sorted = Float64Array.from(times).sort();
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? 0;
  return (sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2) / 1_000;
}

function refused(pointer: string, message: string): DomainError {
  return new DomainError('invalid-fields', `${pointer} ${message}.`, { errors: [{ pointer, message }] });
}
