import { DomainError } from '#platform';
import { INDICATORS, type IndicatorKind, type IndicatorName, isIndicatorName } from './catalogue.ts';

/** One indicator with its parameters; `id` is how it is written, e.g. `macd(12,26,9)`. */
export interface IndicatorChoice {
  readonly id: string;
  readonly name: IndicatorName;
  readonly parameters: readonly number[];
}

/** What is answered where nobody chooses: the series everybody expects, with the customary periods. */
export const STANDARD_CHOICE =
  'sma(20),sma(50),sma(200),ema(20),bollinger,rsi,macd,stochastic,adx,atr,obv,vwap,cci,williams_r,mfi,roc';

const MAX_CHOICES = 30;
const MAX_PERIOD = 1_000;
const MAX_DEVIATIONS = 10;

/**
 * Reads `rsi,sma(50),macd(12,26,9)`: names with parameters, the customary ones where left out; each once.
 * Throws DomainError `invalid-fields` with everything that is wrong.
 */
export function readChoices(text: string): IndicatorChoice[] {
  const items = text.match(/[^,()]+(?:\([^()]*\)?)?|\([^()]*\)?/g)?.map((item) => item.trim()) ?? [];
  const choices = new Map<string, IndicatorChoice>();
  const mistakes: string[] = [];
  for (const item of items.filter((written) => written !== '')) {
    const choice = readChoice(item);
    if (typeof choice === 'string') mistakes.push(choice);
    else choices.set(choice.id, choice);
  }
  if (choices.size === 0 && mistakes.length === 0) mistakes.push('names no indicator');
  if (choices.size > MAX_CHOICES)
    mistakes.push(`names ${choices.size} indicators; ask for at most ${MAX_CHOICES} at once`);
  if (mistakes.length === 0) return [...choices.values()];
  throw new DomainError(
    'invalid-fields',
    `/query/indicators ${mistakes[0]}. Write them as sma(50),rsi,macd(12,26,9); there are ${Object.keys(INDICATORS).join(', ')}.`,
    { errors: mistakes.map((message) => ({ pointer: '/query/indicators', message })) },
  );
}

/** The choice, or what is wrong with it. */
function readChoice(item: string): IndicatorChoice | string {
  const [, name = '', list] = /^([^()]*?)\s*(?:\(([^()]*)\))?$/.exec(item.toLowerCase()) ?? [];
  if (!isIndicatorName(name)) return `has "${item}", which is no indicator`;
  const kind: IndicatorKind = INDICATORS[name];
  const given = list === undefined || list.trim() === '' ? [] : list.split(',').map((part) => part.trim());
  if (given.length > kind.parameters.length)
    return `gives ${name} ${given.length} parameters; it takes ${takes(kind)}`;
  const parameters: number[] = [];
  for (const [place, { name: parameter, customary, fractional }] of kind.parameters.entries()) {
    const text = given[place];
    const value = text === undefined ? customary : text === '' ? Number.NaN : Number(text);
    const inRange = fractional
      ? value > 0 && value <= MAX_DEVIATIONS
      : Number.isInteger(value) && value >= 1 && value <= MAX_PERIOD;
    if (!inRange)
      return `gives ${name} the ${parameter} "${text}"; it must be ${fractional ? `above 0 and at most ${MAX_DEVIATIONS}` : `a whole number from 1 to ${MAX_PERIOD}`}`;
    parameters.push(value);
  }
  const [fast = 0, slow = 0] = parameters;
  if (name === 'macd' && fast >= slow)
    return `gives macd a fast period of ${fast}, not below the slow ${slow}`;
  return { id: parameters.length === 0 ? name : `${name}(${parameters.join(',')})`, name, parameters };
}

function takes({ parameters }: IndicatorKind): string {
  return parameters.length === 0 ? 'none' : parameters.map(({ name }) => name).join(', ');
}
