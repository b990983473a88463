import { createContext, createElement, type ReactNode, useContext, useMemo } from 'react';

/** What every panel of a page says about its figures. */
export interface PanelFacts {
  /** Session the figures belong to. */
  readonly asOf: string | null;
  /** One meaning per figure, as the server defines it. */
  readonly definitions: Readonly<Record<string, string>>;
  /** The figures could not be brought up to date. */
  readonly stale: boolean;
}

interface Answered {
  readonly isError: boolean;
  readonly data:
    | {
        readonly meta: {
          readonly as_of: string;
          readonly definitions: Readonly<Record<string, string>>;
          readonly stale?: boolean;
        };
      }
    | undefined;
}

/** What a query's answer says about its figures. */
export function factsOf({ isError, data }: Answered): PanelFacts {
  const { meta } = data ?? {};
  return {
    asOf: meta?.as_of ?? null,
    definitions: meta?.definitions ?? {},
    stale: isError || meta?.stale === true,
  };
}

const PanelFactsContext = createContext<PanelFacts>({ asOf: null, definitions: {}, stale: false });

interface PanelFactsProviderProps {
  readonly value: PanelFacts;
  readonly children?: ReactNode;
}

/** Facts that are as before reach no panel anew, however often the page around them is rendered. */
export function PanelFactsProvider({ value, children }: PanelFactsProviderProps) {
  const { asOf, definitions, stale } = value;
  const facts = useMemo(() => ({ asOf, definitions, stale }), [asOf, definitions, stale]);
  return createElement(PanelFactsContext.Provider, { value: facts }, children);
}

export function usePanelFacts(): PanelFacts {
  return useContext(PanelFactsContext);
}
