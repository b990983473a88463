import type { AlertCondition, RulePreview, RulePreviewBody } from '#contracts/alerts';
import type { Clock } from '#platform';
import { look, type SessionChanges } from '../look.ts';
import { looksAtAnomalies } from '../look-at-anomalies.ts';
import { pastOf, type Slice } from './past.ts';
import type { PastStore } from './past-store.ts';
import { type LookAt, type Replayed, replay, type Span } from './replay.ts';
import { type Steps, stepsOf } from './steps.ts';

export interface PreviewDeps {
  readonly past: PastStore;
  readonly clock: Clock;
  /** As of a day counted from 1970-01-01, or of now. */
  sessionChanges(asOf?: number): Promise<SessionChanges>;
}

const DAY_MS = 86_400_000;
const MOST_SPANS = 200;
/** As many as a chart can show. */
const PARTS = 240;

/**
 * When a rule would have fired and been resolved until now: what looks, judges and waits is what does so live, over what was
 * recorded. It begins with nothing firing. Values count from their own time, whenever they came in.
 */
export async function previewRule(deps: PreviewDeps, body: RulePreviewBody): Promise<RulePreview> {
  const nowMs = deps.clock.now();
  const steps = stepsOf(body.condition, body.hours, nowMs);
  const replayed = await replay(body, steps, await lookingAt(deps, body.condition, steps));
  const instant = (ms: number) => new Date(Math.min(ms, nowMs)).toISOString();
  return {
    from: instant(steps.fromMs),
    to: instant(steps.toMs),
    step_seconds: steps.stepMs / 1_000,
    fired: replayed.spans.length,
    firing_seconds: replayed.firingMs / 1_000,
    spans: replayed.spans.slice(-MOST_SPANS).map((span) => toSpan(span, instant)),
    values: bandsOf(replayed.values, steps, instant),
    threshold: replayed.last?.threshold ?? null,
    now: replayed.last?.message ?? null,
    simulated: replayed.simulated,
  };
}

async function lookingAt(deps: PreviewDeps, condition: AlertCondition, steps: Steps): Promise<LookAt> {
  if (condition.kind === 'anomaly') {
    const found = await deps.past.anomalies(steps);
    const byStep = Map.groupBy(found, ({ foundMs }) => Math.ceil(foundMs / steps.stepMs) * steps.stepMs);
    return async (atMs, watched) =>
      looksAtAnomalies(
        condition,
        watched,
        (byStep.get(atMs) ?? []).map(({ anomaly }) => anomaly),
      );
  }
  const past = pastOf(await slicesOf(deps.past, condition, steps));
  return (atMs, watched) => {
    past.moveTo(atMs);
    const sessionChanges = () => deps.sessionChanges(Math.ceil(atMs / DAY_MS) - 1);
    return look({ observations: past.observations, sessionChanges }, condition, watched, atMs);
  };
}

/** What a condition reads, from as long before the first step as its windows reach. */
async function slicesOf(past: PastStore, condition: AlertCondition, steps: Steps): Promise<Slice[]> {
  switch (condition.kind) {
    case 'threshold':
      return past.values(condition.metric, steps, condition.window_seconds * 1_000);
    case 'change':
      return past.values(condition.metric, steps, 2 * condition.window_seconds * 1_000);
    case 'absence':
      return past.values(condition.metric, steps, condition.after_seconds * 1_000 + steps.stepMs);
    case 'burn_rate':
      return past.served(condition.objective, steps, condition.long_minutes * 60_000);
    case 'market_change':
    case 'anomaly':
      return [];
  }
}

type Instant = (ms: number) => string;

function toSpan(
  { subject, firedMs, resolvedMs, sighting }: Span,
  instant: Instant,
): RulePreview['spans'][number] {
  return {
    subject,
    fired_at: instant(firedMs),
    resolved_at: resolvedMs === null ? null : instant(resolvedMs),
    value: sighting.value,
    message: sighting.message,
  };
}

/** The least and the greatest value of each part of the period. */
function bandsOf(
  values: Replayed['values'],
  { fromMs, toMs }: Steps,
  instant: Instant,
): RulePreview['values'] {
  const partMs = (toMs - fromMs + 1) / PARTS;
  const parts = Map.groupBy(values, ({ atMs }) => Math.floor((atMs - fromMs) / partMs));
  return [...parts].map(([part, own]) => {
    const numbers = own.map(({ value }) => value);
    return {
      at: instant(fromMs + part * partMs),
      low: numbers.reduce((least, value) => Math.min(least, value)),
      high: numbers.reduce((most, value) => Math.max(most, value)),
    };
  });
}
