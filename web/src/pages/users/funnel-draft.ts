import type { FunnelOrderBody, FunnelStep } from '#contracts/funnels';

export type FunnelOrder = NonNullable<FunnelOrderBody['order']>;

/** One step as typed: an event type, or a page where it begins with a slash. */
export interface StepDraft {
  readonly id: number;
  readonly text: string;
}

export interface FunnelDraft {
  readonly steps: readonly StepDraft[];
  readonly order: FunnelOrder;
  readonly windowDays: string;
}

export const FIRST_DRAFT: FunnelDraft = {
  steps: ['user_registration', 'user_login', 'premium_upgrade'].map((text, id) => ({ id, text })),
  order: 'ordered',
  windowDays: '7',
};

const DAY_SECONDS = 86_400;

export function funnelOf({ steps, order, windowDays }: FunnelDraft): FunnelOrderBody {
  return {
    steps: steps.map(({ text }): FunnelStep => {
      const what = text.trim();
      return what.startsWith('/') ? { page: what } : { event_type: what };
    }),
    order,
    window_seconds: Math.round(Number(windowDays) * DAY_SECONDS),
  };
}

export function withStep(draft: FunnelDraft): FunnelDraft {
  const id = Math.max(-1, ...draft.steps.map((step) => step.id)) + 1;
  return { ...draft, steps: [...draft.steps, { id, text: '' }] };
}

export function withText(draft: FunnelDraft, id: number, text: string): FunnelDraft {
  return { ...draft, steps: draft.steps.map((step) => (step.id === id ? { id, text } : step)) };
}

export function withoutStep(draft: FunnelDraft, id: number): FunnelDraft {
  return { ...draft, steps: draft.steps.filter((step) => step.id !== id) };
}
