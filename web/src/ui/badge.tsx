import type { ReactNode } from 'react';

const TONES = {
  plain: 'border-line text-muted',
  warn: 'border-transparent bg-warn-soft text-warn',
  danger: 'border-danger text-danger font-semibold',
  accent: 'border-transparent bg-accent-soft text-accent',
} as const;

interface BadgeProps {
  readonly tone?: keyof typeof TONES;
  readonly children: ReactNode;
}

export function Badge({ tone = 'plain', children }: BadgeProps) {
  return (
    <span
      className={`inline-flex h-6 items-center gap-1.5 rounded-md border px-2 text-xs whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
