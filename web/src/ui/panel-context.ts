import { createContext, useContext } from 'react';

/** What every panel of a page says about its figures. */
export interface PanelFacts {
  /** Session the figures belong to. */
  readonly asOf: string | null;
  /** One meaning per figure, as the server defines it. */
  readonly definitions: Readonly<Record<string, string>>;
  /** The figures could not be brought up to date. */
  readonly stale: boolean;
}

const PanelFactsContext = createContext<PanelFacts>({ asOf: null, definitions: {}, stale: false });
export const PanelFactsProvider = PanelFactsContext.Provider;

export function usePanelFacts(): PanelFacts {
  return useContext(PanelFactsContext);
}
