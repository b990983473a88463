import type { FactTable } from '../facts/fact.ts';
import { renderFact } from '../facts/render-fact.ts';
import { INVISIBLE } from '../outside-text.ts';
import { checkAttribution } from './attribution.ts';
import { checkClaims } from './claims.ts';
import { checkFigures } from './figures.ts';
import { checkNames } from './names.ts';
import { type Prose, proseOf, quoteAround } from './prose.ts';
import type { Refusal } from './refusal.ts';

/** A piece of delivered text; `factId` is the fact whose digits or name it shows. */
export interface TextPart {
  readonly text: string;
  readonly factId: string | null;
}

export type Grounded =
  | { readonly kind: 'grounded'; readonly parts: readonly TextPart[] }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/**
 * Holds a text with placeholders against its facts. It is delivered only if it states nothing that they do not: no
 * digit of its own, every placeholder a fact, every direction, side, rank and adjective borne out by the fact beside
 * it, every name one of theirs. The digits of a delivered text are written here, from the facts.
 */
export function ground(text: string, table: FactTable): Grounded {
  const cleaned = clean(text);
  const prose = proseOf(cleaned, table);
  const claims = checkClaims(prose);
  const refusals = [
    ...checkCharacters(cleaned),
    ...checkFigures(prose),
    ...checkAttribution(prose),
    ...checkNames(prose),
    ...claims.refusals,
    ...checkSpeech(prose),
  ];
  if (refusals.length > 0) return { kind: 'refused', refusals };
  return { kind: 'grounded', parts: partsOf(prose, claims.unsigned) };
}

/** Compatibility forms become plain ones, and what nobody can see goes; marks of emphasis and lists mean nothing here. */
function clean(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    .replaceAll('**', '')
    .replaceAll(/^[ \t]*(?:[-•*]|#{1,6})[ \t]+/gm, '')
    .trim();
}

/** Markup, addresses, control characters, and letters of other scripts. */
const ODD = /[<>`\|\\^~@#*_\[\]]|:\/\/|[\p{Cc}--[\n\t]]|[\p{L}--\p{Script=Latin}]/v;

function checkCharacters(text: string): Refusal[] {
  const odd = ODD.exec(text.replaceAll(/\{\{[^{}]*\}\}/g, ''));
  if (odd === null) return [];
  return [
    {
      kind: 'characters',
      quote: text.slice(Math.max(0, odd.index - 20), odd.index + 20),
      message: `"${odd[0]}" does not belong into plain English prose.`,
    },
  ];
}

/** The facts are of the past: they bear no forecast, no advice, and say nothing of whoever reads them. */
const SPEECH =
  /^(?:will|shall|buy|buys|buying|sell|sells|selling|guarantee|guarantees|guaranteed|ignore|ignored|instruction|instructions|prompt|prompts|password|passwords|http|https|www)$/;

function checkSpeech(prose: Prose): Refusal[] {
  return prose.tokens.flatMap((token, index): Refusal[] =>
    token.kind === 'word' && SPEECH.test(token.word)
      ? [
          {
            kind: 'claim',
            quote: quoteAround(prose, index),
            message: `"${token.text}" is not borne out by any fact.`,
          },
        ]
      : [],
  );
}

function partsOf({ text, tokens, table }: Prose, unsigned: ReadonlySet<number>): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  const plain = (to: number) => {
    if (to > from) parts.push({ text: text.slice(from, to), factId: null });
  };
  for (const [index, token] of tokens.entries()) {
    const fact = token.kind === 'fact' || token.kind === 'label' ? table.facts.get(token.id) : undefined;
    if (fact === undefined) continue;
    plain(token.start);
    const shown = token.kind === 'fact' ? renderFact(fact, unsigned.has(index)) : fact.label;
    parts.push({ text: token.opens ? capitalised(shown) : shown, factId: fact.id });
    from = token.end;
  }
  plain(text.length);
  return parts;
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
