import type { BarColumns } from '../bars.ts';

/** (high + low + close) / 3 of one bar. */
export function typicalPrice(bars: Pick<BarColumns, 'high' | 'low' | 'close'>, index: number): number {
  return (bars.high[index]! + bars.low[index]! + bars.close[index]!) / 3;
}
