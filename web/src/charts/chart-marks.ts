import { createContext, useContext } from 'react';

/** Something that happened, as a page's charts show it. */
export interface ChartMark {
  readonly key: string;
  /** Place on the axis, epoch ms. */
  readonly from: number;
  /** Where a span ends; `null`: it is a moment. Infinite: it goes on. */
  readonly to: number | null;
  readonly text: string;
  readonly time: string;
  readonly tone: MarkTone;
}

export type MarkTone = 'note' | 'info' | 'warning' | 'critical';

export interface ChartMarks {
  readonly marks: readonly ChartMark[];
  /** Shows what these marks say; all of them where none are named. */
  readonly onOpen: (keys?: readonly string[]) => void;
  /** Called with the place on the axis that is to be marked; none where nothing can be. */
  readonly onAdd?: (at?: number) => void;
}

const ChartMarksContext = createContext<ChartMarks>({ marks: [], onOpen: () => undefined });
export const ChartMarksProvider = ChartMarksContext.Provider;

/** What all charts of the page mark. */
export function useChartMarks(): ChartMarks {
  return useContext(ChartMarksContext);
}
