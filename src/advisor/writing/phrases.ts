import type { FactTable } from '../facts/fact.ts';

/** The words a direction takes. */
export interface Way {
  readonly verb: 'rose' | 'fell';
  readonly rises: 'rises' | 'falls';
  readonly side: 'above' | 'below';
}

/** Sentences that are only said where their facts are there; an empty text says nothing. */
export interface Phrase {
  has(ids: readonly string[], text: string): string;
  /** Where a fact points up or down. */
  moved(id: string, text: (way: Way) => string): string;
  /** Where something stands above or below a level. */
  side(id: string, text: (where: 'above' | 'below' | 'at') => string): string;
  read(id: string, text: (reading: string) => string): string;
  first(...texts: readonly string[]): string;
  join(...texts: readonly string[]): string;
}

export function phrasesOf({ facts }: FactTable): Phrase {
  const has = (ids: readonly string[], text: string) => (ids.every((id) => facts.has(id)) ? text : '');
  return {
    has,
    moved(id, text) {
      const direction = facts.get(id)?.direction;
      if (direction === 1) return text({ verb: 'rose', rises: 'rises', side: 'above' });
      return direction === -1 ? text({ verb: 'fell', rises: 'falls', side: 'below' }) : '';
    },
    side(id, text) {
      const side = facts.get(id)?.versus?.side;
      return side === 1 ? text('above') : side === -1 ? text('below') : '';
    },
    read(id, text) {
      const reading = facts.get(id)?.readings[0];
      return reading === undefined ? '' : text(reading);
    },
    first: (...texts) => texts.find((text) => text !== '') ?? '',
    join: (...texts) => texts.filter((text) => text !== '').join(' '),
  };
}
