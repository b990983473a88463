export type Span = 'day' | 'month';

/** One budget in one period; days and months are UTC. */
export interface PeriodKey {
  readonly scope: 'global' | 'key' | 'user';
  readonly subject: string;
  readonly span: Span;
  /** First day, `YYYY-MM-DD`. */
  readonly start: string;
}

export function periodStart(span: Span, nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  return span === 'day' ? day : `${day.slice(0, 7)}-01`;
}

/** First instant after the period, milliseconds. */
export function periodEnd(span: Span, start: string): number {
  const date = new Date(`${start}T00:00:00Z`);
  if (span === 'day') return date.getTime() + 86_400_000;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Share of the period that has passed, 0 to 1. */
export function elapsedShare(span: Span, start: string, nowMs: number): number {
  const startMs = Date.parse(`${start}T00:00:00Z`);
  return Math.min(1, Math.max(0, (nowMs - startMs) / (periodEnd(span, start) - startMs)));
}

export function nameOf({ scope, subject, span, start }: PeriodKey): string {
  return `${scope}:${subject}:${span}:${start}`;
}
