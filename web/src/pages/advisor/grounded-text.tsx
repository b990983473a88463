import type { AdvisorFact, Paragraph } from '#contracts/advisor';
import { sessionDate } from '../../format/time.ts';
import { anchorOf, factsById } from './advice.ts';

interface GroundedTextProps {
  readonly paragraphs: readonly Paragraph[];
  readonly facts: readonly AdvisorFact[];
}

/** A text whose figures lead to the rows of the fact table. */
export function GroundedText({ paragraphs, facts }: GroundedTextProps) {
  const known = factsById(facts);
  return (
    <div className="flex max-w-[72ch] flex-col gap-2 text-base">
      {keyed(paragraphs).map(([place, { parts }]) => (
        <p key={place}>
          {keyed(parts).map(([at, { text, fact }]) => {
            const found = fact === null ? undefined : known.get(fact);
            return found === undefined ? (
              <span key={at}>{text}</span>
            ) : (
              <FactLink key={at} text={text} fact={found} />
            );
          })}
        </p>
      ))}
    </div>
  );
}

function FactLink({ text, fact }: { readonly text: string; readonly fact: AdvisorFact }) {
  return (
    <a
      href={`#${encodeURIComponent(anchorOf(fact.id))}`}
      title={fact.as_of === null ? fact.label : `${fact.label}, ${sessionDate(fact.as_of)}`}
      className="rounded-sm underline decoration-accent decoration-dotted underline-offset-4 hover:bg-accent-soft"
    >
      {text}
    </a>
  );
}

/** Pieces of one text never change places, so their place names them. */
function keyed<Item>(items: readonly Item[]): [string, Item][] {
  return items.map((item, place) => [String(place), item]);
}
