import { direction, type Figure, percentChange } from '../format/numbers.ts';

const INK = { up: 'text-gain', down: 'text-loss', flat: 'text-muted' } as const;

/** A change in percent: sign and colour say the same, so that neither is needed to read it. */
export function Change({ value }: { readonly value: Figure }) {
  return <span className={INK[direction(value)]}>{percentChange(value)}</span>;
}
