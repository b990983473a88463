import { direction, type Figure, percentChange } from '../format/numbers.ts';

const INK = { up: 'text-gain', down: 'text-loss', flat: 'text-muted' } as const;
const REVERSED = { up: 'text-loss', down: 'text-gain', flat: 'text-muted' } as const;

interface ChangeProps {
  readonly value: Figure;
  /** Errors, bounces, times: where less is better, up is a loss. */
  readonly lessIsBetter?: boolean;
  readonly format?: (value: Figure) => string;
}

/** A change in percent: sign and colour say the same, so that neither is needed to read it. */
export function Change({ value, lessIsBetter = false, format = percentChange }: ChangeProps) {
  return <span className={(lessIsBetter ? REVERSED : INK)[direction(value)]}>{format(value)}</span>;
}
