import type { Day } from '../bars.ts';

/** 2^9 days a page: a symbol with 20 years of history takes some 15 pages of 64 bytes. */
const PAGE_SHIFT = 9;
const WORDS = 1 << (PAGE_SHIFT - 5);

/** Remembers which (symbol, day) a file has brought, one bit each. */
export interface SeenBars {
  /** Notes the bar; false where the file brought it before. */
  add(symbol: string, day: Day): boolean;
}

export function createSeenBars(): SeenBars {
  const bySymbol = new Map<string, Map<number, Uint32Array>>();
  return {
    add(symbol, day) {
      const page = pageOf(pagesOf(bySymbol, symbol), day >> PAGE_SHIFT);
      const word = (day >> 5) & (WORDS - 1);
      const bit = 1 << (day & 31);
      const before = page[word] as number;
      page[word] = before | bit;
      return (before & bit) === 0;
    },
  };
}

function pagesOf(bySymbol: Map<string, Map<number, Uint32Array>>, symbol: string): Map<number, Uint32Array> {
  const found = bySymbol.get(symbol);
  if (found !== undefined) return found;
  const pages = new Map<number, Uint32Array>();
  bySymbol.set(symbol, pages);
  return pages;
}

function pageOf(pages: Map<number, Uint32Array>, number: number): Uint32Array {
  const found = pages.get(number);
  if (found !== undefined) return found;
  const page = new Uint32Array(WORDS);
  pages.set(number, page);
  return page;
}
