import { describe, expect, it } from 'vitest';
import { ground } from '../../src/advisor/grounding/ground.ts';
import { type CorrectText, correctTexts, FIRST_TEXTS, randomOf } from './corpus.ts';
import { type MutationKind, mutantsOf } from './mutate.ts';
import { SECOND_TEXTS } from './second-corpus.ts';

const SEED = 20_261_125;
/** All with GROUNDING=full, else one of so many: the machine may be busy. */
const EVERY = process.env.GROUNDING === 'full' ? 1 : 6;
const REQUIRED: ReadonlySet<MutationKind> = new Set(['digit', 'sign', 'unit', 'symbol', 'direction']);

interface Tally {
  made: number;
  delivered: number;
  readonly examples: string[];
}

/** Delivered text outside the pieces that show a fact, and outside names such as 3M. */
function ownWords(parts: readonly { text: string; factId: string | null }[], { table }: CorrectText): string {
  const words = parts.map(({ text, factId }) => (factId === null ? text : ' ')).join('');
  return [...table.subjects.values()].flat().reduce((text, name) => text.replaceAll(name, ' '), words);
}

function measure(texts: readonly CorrectText[]) {
  const random = randomOf(SEED);
  const tallies = new Map<MutationKind, Tally>();
  const refused: string[] = [];
  let strayNumerals = 0;
  let seen = 0;
  for (const correct of texts) {
    const outcome = ground(correct.text, correct.table);
    if (outcome.kind === 'refused')
      refused.push(`${correct.text}: ${outcome.refusals.map(({ message }) => message).join(' ')}`);
    for (const mutant of mutantsOf(correct, random)) {
      seen += 1;
      if (seen % EVERY !== 0) continue;
      const tally = tallies.get(mutant.kind) ?? { made: 0, delivered: 0, examples: [] };
      tallies.set(mutant.kind, tally);
      tally.made += 1;
      const answer = ground(mutant.text, mutant.table);
      if (answer.kind === 'refused') continue;
      tally.delivered += 1;
      tally.examples.push(`${mutant.kind} ${mutant.what}: ${mutant.text}`);
      if (/\p{N}/u.test(ownWords(answer.parts, correct))) strayNumerals += 1;
    }
  }
  return { tallies, refused, strayNumerals };
}

function report(
  name: string,
  texts: readonly CorrectText[],
  { tallies, refused }: ReturnType<typeof measure>,
) {
  const rows = [...tallies].map(
    ([kind, { made, delivered }]) =>
      `${kind} ${made - delivered}/${made} (${((100 * (made - delivered)) / made).toFixed(3)} %)`,
  );
  console.info(
    `${name}, seed ${SEED}: ${texts.length} correct texts, ${refused.length} refused; mutants refused: ${rows.join(', ')}`,
  );
}

describe.each([
  ['texts written before the checker', FIRST_TEXTS, [1, 2, 3]],
  ['texts written after it', SECOND_TEXTS, [11, 12, 13]],
] as const)('grounding of %s', (name, texts, seeds) => {
  const correct = correctTexts(texts, seeds);
  const result = measure(correct);
  report(name, correct, result);
  const required = [...result.tallies].filter(([kind]) => REQUIRED.has(kind)).map(([, tally]) => tally);
  const made = required.reduce((sum, tally) => sum + tally.made, 0);
  const delivered = required.reduce((sum, tally) => sum + tally.delivered, 0);

  it('refuses at least 99.5 % of at least 5,000 mutants', () => {
    expect(made).toBeGreaterThanOrEqual(5_000);
    expect(required.flatMap(({ examples }) => examples).slice(0, 20)).toEqual([]);
    expect(1 - delivered / made).toBeGreaterThanOrEqual(0.995);
  });

  it('refuses at most 0.5 % of the correct texts', () => {
    expect(correct.length).toBeGreaterThan(1_000);
    expect(result.refused.slice(0, 10)).toEqual([]);
  });

  it('delivers no numeral of its own', () => {
    expect(result.strayNumerals).toBe(0);
  });

  it('finds most figures put in the place of others', () => {
    const { made: swapped = 0, delivered: unseen = 0 } = result.tallies.get('fact') ?? {};
    expect(1 - unseen / swapped).toBeGreaterThan(0.8);
  });
});
