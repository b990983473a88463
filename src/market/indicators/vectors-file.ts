import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { DomainError, type FieldError, fieldErrors } from '#platform';
import { BAR_SERIES, barMistake } from './bar-mistake.ts';
import { standardSeries } from './standard-series.ts';

const Numbers = Type.Array(Type.Number());

/** Named series of bars; whatever else a document or case says is passed on. */
const VectorsFile = Type.Object({
  cases: Type.Array(
    Type.Object({
      input: Type.Object({ open: Numbers, high: Numbers, low: Numbers, close: Numbers, volume: Numbers }),
    }),
  ),
});
type VectorsFile = Static<typeof VectorsFile>;
type VectorCase = VectorsFile['cases'][number];

const validator = Compile(VectorsFile);

/**
 * Answers a document of cases with the same document, `expected` of each case being its 25 series; null is
 * undefined. Throws DomainError `invalid-fields` with a pointer to each mistake.
 */
export function answerVectors(document: unknown, progress: (done: number) => void = () => {}): unknown {
  const checked = checkVectors(document);
  return {
    ...checked,
    cases: checked.cases.map((vector, index) => {
      const answered = { ...vector, expected: expectedOf(vector) };
      progress(index + 1);
      return answered;
    }),
  };
}

function expectedOf({ input }: VectorCase): Record<string, (number | null)[]> {
  const [open, high, low, close, volume] = BAR_SERIES.map((name) => Float64Array.from(input[name])) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const series = standardSeries({ open, high, low, close, volume });
  return Object.fromEntries(
    Object.entries(series).map(([name, values]) => [
      name,
      Array.from(values, (value) => (Number.isFinite(value) ? value : null)),
    ]),
  );
}

function checkVectors(document: unknown): VectorsFile {
  if (!validator.Check(document)) throw invalid(fieldErrors(validator, document, ''));
  const mistakes = document.cases.flatMap(({ input }, index) =>
    caseMistakes(input).map(([place, message]) => ({ pointer: `/cases/${index}/input${place}`, message })),
  );
  if (mistakes.length > 0) throw invalid(mistakes);
  return document;
}

function caseMistakes(input: VectorCase['input']): [place: string, message: string][] {
  const length = input.close.length;
  const uneven = BAR_SERIES.filter((name) => input[name].length !== length);
  if (uneven.length > 0) {
    return uneven.map((name) => [`/${name}`, `has ${input[name].length} values, close has ${length}`]);
  }
  return input.close.flatMap((close, i): [string, string][] => {
    const bar = {
      open: input.open[i]!,
      high: input.high[i]!,
      low: input.low[i]!,
      close,
      volume: input.volume[i]!,
    };
    const mistake = barMistake(bar);
    return mistake === undefined ? [] : [[`/${mistake.series}/${i}`, mistake.message]];
  });
}

const SHOWN = 10;

function invalid(errors: readonly FieldError[]): DomainError {
  const more = errors.length > SHOWN ? ` The first ${SHOWN} of ${errors.length} are shown.` : '';
  return new DomainError(
    'invalid-fields',
    `The document is not of the form { cases: [{ input: { open, high, low, close, volume } }] }.${more}`,
    {
      errors: errors.slice(0, SHOWN),
    },
  );
}
