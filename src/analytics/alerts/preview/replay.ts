import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AlertRuleBody } from '#contracts/alerts';
import type { Look } from '../alert-desk.ts';
import { type AlertState, advance, OK, patienceOf } from '../alert-state.ts';
import type { Sighting } from '../judge.ts';
import type { Steps } from './steps.ts';

/** What a rule sees at a moment; `watched` are the subjects it has something to settle with. */
export type LookAt = (atMs: number, watched: readonly string[]) => Promise<Look[]>;

export interface Span {
  readonly subject: string;
  readonly firedMs: number;
  /** Null while it fires. */
  resolvedMs: number | null;
  /** What made it fire. */
  readonly sighting: Sighting;
}

export interface Replayed {
  /** In the order in which they fired. */
  readonly spans: readonly Span[];
  /** With at least one thing firing. */
  readonly firingMs: number;
  /** What a rule saw that watches one thing only. */
  readonly values: readonly { readonly atMs: number; readonly value: number }[];
  readonly last: Sighting | undefined;
  readonly simulated: boolean;
}

/** Others have their turn after so many looks. */
const AT_ONCE = 500;

/** Takes a rule through a period, step by step, as the engine would have taken it. */
export async function replay(
  rule: Pick<AlertRuleBody, 'for_seconds' | 'clear_seconds'>,
  { fromMs, toMs, stepMs }: Steps,
  lookAt: LookAt,
): Promise<Replayed> {
  const patience = patienceOf(rule);
  const states = new Map<string, AlertState>();
  const spans: Span[] = [];
  const firing = new Map<string, Span>();
  const values: { atMs: number; value: number }[] = [];
  let [firingMs, simulated, last]: [number, boolean, Sighting | undefined] = [0, false, undefined];

  function take({ subject, sighting }: Look, atMs: number): void {
    const { state, transition } = advance(states.get(subject) ?? OK, { ...sighting, atMs }, patience);
    if (state.status === 'ok') states.delete(subject);
    else states.set(subject, state);
    if (transition === 'fired') {
      const span = { subject, firedMs: atMs, resolvedMs: null, sighting };
      firing.set(subject, span);
      spans.push(span);
    }
    const ended = transition === 'resolved' ? firing.get(subject) : undefined;
    if (ended === undefined) return;
    ended.resolvedMs = atMs;
    firing.delete(subject);
  }

  for (let atMs = fromMs, turn = 1; atMs <= toMs; atMs += stepMs, turn += 1) {
    if (firing.size > 0) firingMs += stepMs;
    for (const look of await lookAt(atMs, [...states.keys()])) {
      take(look, atMs);
      simulated ||= look.simulated;
      if (look.subject !== '') continue;
      last = look.sighting;
      if (last.value !== null) values.push({ atMs, value: last.value });
    }
    if (turn % AT_ONCE === 0) await nextTurn();
  }
  return { spans, firingMs, values, last, simulated };
}
