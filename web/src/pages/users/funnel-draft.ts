import type { FunnelStep } from '#contracts/funnels';
import { FIRST_STEPS, type FunnelOrder, type FunnelSearch } from './funnel-search.ts';

/** One step as typed. */
export interface StepDraft {
  readonly id: number;
  readonly kind: 'event' | 'page';
  /** An event type or a page; empty where only the property counts. */
  readonly text: string;
  readonly where: { readonly name: string; readonly equals: string } | null;
}

export const UNIT_SECONDS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
export type WindowUnit = keyof typeof UNIT_SECONDS;

export interface FunnelDraft {
  readonly steps: readonly StepDraft[];
  readonly order: FunnelOrder;
  readonly window: { readonly amount: string; readonly unit: WindowUnit };
}

const USUAL_DAYS = 7;

/** The window where an address names none, as the API takes it: a week, or the period where that is shorter. */
const usualSeconds = (periodDays: number) => Math.min(USUAL_DAYS, periodDays) * UNIT_SECONDS.days;

export function draftOf(search: FunnelSearch, periodDays: number): FunnelDraft {
  const { steps = FIRST_STEPS, order, window = usualSeconds(periodDays) } = search;
  return { steps: steps.map(stepDraftOf), order: order ?? 'ordered', window: windowOf(window) };
}

/** The address of a draft; the window is a second at least. */
export function searchOfDraft({ steps, order, window }: FunnelDraft, periodDays: number): FunnelSearch {
  const seconds = Math.max(1, Math.round(Number(window.amount) * UNIT_SECONDS[window.unit]));
  return {
    steps: steps.map(stepOf),
    ...(order === 'ordered' ? {} : { order }),
    ...(seconds === usualSeconds(periodDays) ? {} : { window: seconds }),
  };
}

function stepDraftOf({ event_type: type, page, property }: FunnelStep, id: number): StepDraft {
  return {
    id,
    kind: page === undefined ? 'event' : 'page',
    text: page ?? type ?? '',
    where: property === undefined ? null : { name: property.name, equals: textOf(property.equals) },
  };
}

function stepOf({ kind, text, where }: StepDraft): FunnelStep {
  const what = text.trim();
  return {
    ...(what === '' ? {} : kind === 'page' ? { page: what } : { event_type: what }),
    ...(where === null ? {} : { property: { name: where.name.trim(), equals: valueOf(where.equals) } }),
  };
}

/** The largest unit of which it is a whole number. */
function windowOf(seconds: number): FunnelDraft['window'] {
  const unit = (['days', 'hours'] as const).find((one) => seconds % UNIT_SECONDS[one] === 0) ?? 'minutes';
  return { amount: String(seconds / UNIT_SECONDS[unit]), unit };
}

type Scalar = string | number | boolean;

/** `42` and `true` are what they look like; `"42"` is a text, as is everything else. */
function valueOf(typed: string): Scalar {
  const text = typed.trim();
  try {
    const value: unknown = JSON.parse(text);
    return ['string', 'number', 'boolean'].includes(typeof value) ? (value as Scalar) : text;
  } catch {
    return text;
  }
}

function textOf(value: Scalar): string {
  return typeof value === 'string' && valueOf(value) !== value ? JSON.stringify(value) : String(value);
}

export function withStep(draft: FunnelDraft): FunnelDraft {
  const id = Math.max(-1, ...draft.steps.map((step) => step.id)) + 1;
  return { ...draft, steps: [...draft.steps, { id, kind: 'event', text: '', where: null }] };
}

export function changedStep(draft: FunnelDraft, id: number, change: Partial<StepDraft>): FunnelDraft {
  return { ...draft, steps: draft.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) };
}

export function withoutStep(draft: FunnelDraft, id: number): FunnelDraft {
  return { ...draft, steps: draft.steps.filter((step) => step.id !== id) };
}

/** One place earlier (`-1`) or later (`1`). */
export function movedStep(draft: FunnelDraft, id: number, by: 1 | -1): FunnelDraft {
  const from = draft.steps.findIndex((step) => step.id === id);
  const steps = [...draft.steps];
  steps.splice(from + by, 0, ...steps.splice(from, 1));
  return { ...draft, steps };
}
