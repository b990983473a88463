import { createContext, useContext } from 'react';

/** Where the crosshair of a page's charts stands, epoch ms; all of them show the same moment. */
export interface Crosshair {
  readonly at: number | null;
  readonly move: (at: number | null) => void;
}

const CrosshairContext = createContext<Crosshair>({ at: null, move: () => undefined });
export const CrosshairProvider = CrosshairContext.Provider;

export function useCrosshair(): Crosshair {
  return useContext(CrosshairContext);
}
