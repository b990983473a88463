import { describe, expect, it } from 'vitest';
import { type FactTable, gatherFacts } from '../facts/fact.ts';
import { ground } from './ground.ts';

const NAMES = { hasSymbol: (it: string) => it === 'MSFT', hasName: (it: string) => it === 'Microsoft' };

const TABLE: FactTable = gatherFacts(
  [
    {
      id: 'close',
      label: 'close',
      value: 187.2,
      unit: 'usd',
      terms: ['price', 'close', 'closed', 'closing price'],
      source: 's',
    },
    {
      id: 'change_1d',
      label: 'change',
      value: -1.23,
      unit: 'percent',
      period: 'day',
      direction: -1,
      terms: ['price'],
      source: 's',
    },
    {
      id: 'sma200',
      label: '200-day average',
      value: 180,
      unit: 'usd',
      versus: { subjectId: 'close', side: 1 },
      source: 's',
    },
    {
      id: 'rsi14',
      label: 'RSI',
      value: 71.34,
      unit: 'number',
      precision: 1,
      terms: ['rsi'],
      readings: ['overbought'],
      source: 's',
    },
    { id: 'bars', label: 'sessions', value: 1260, unit: 'count', counts: 'sessions', source: 's' },
    { id: 'beta', label: 'beta', value: null, unit: 'number', source: 's', reason: 'No market.' },
  ],
  { subjects: new Map([['AAPL', ['Apple Inc.', 'Apple']]]), strangers: NAMES },
);

function delivered(text: string): string {
  const answer = ground(text, TABLE);
  if (answer.kind === 'refused') throw new Error(answer.refusals.map(({ message }) => message).join(' '));
  return answer.parts.map((part) => part.text).join('');
}

function kinds(text: string): string[] {
  const answer = ground(text, TABLE);
  return answer.kind === 'grounded' ? [] : [...new Set(answer.refusals.map(({ kind }) => kind))];
}

describe('a grounded text', () => {
  it('shows digits, sign and unit from the facts', () => {
    expect(delivered('Apple Inc. closed at {{fact:close}} after {{fact:bars}} sessions.')).toBe(
      'Apple Inc. closed at $187.20 after 1,260 sessions.',
    );
    expect(delivered('The day brought a change of {{fact:change_1d}}.')).toContain('−1.23%');
  });

  it('says a sign once: by the word or by the figure', () => {
    expect(delivered('AAPL fell {{fact:change_1d}} on the day.')).toBe('AAPL fell 1.23% on the day.');
  });

  it('names levels by label, also when a model writes the label out', () => {
    const expected = 'The price is above the 200-day average.';
    expect(delivered('The price is above the {{label:sma200}}.')).toBe(expected);
    expect(delivered(expected)).toBe(expected);
  });

  it('may suppose what is not so', () => {
    expect(kinds('A close below the {{label:sma200}} would change that.')).toEqual([]);
    expect(kinds('A close above the {{label:sma200}} would change that.')).toEqual(['comparison']);
  });

  it('links every piece to its fact', () => {
    const answer = ground('RSI: {{fact:rsi14}}.', TABLE);
    expect(answer).toEqual({
      kind: 'grounded',
      parts: [
        { text: 'RSI: ', factId: null },
        { text: '71.3', factId: 'rsi14' },
        { text: '.', factId: null },
      ],
    });
  });
});

describe('a text is refused for', () => {
  it.each([
    ['numeral', 'AAPL closed at 187.20, or {{fact:close}}.'],
    ['numeral', 'AAPL closed at {{fact:close}}, ４ points more.'],
    ['numeral', 'AAPL closed at {{fact:close}}, twice as high.'],
    ['numeral', 'The RSI of seventy equals {{fact:rsi14}}.'],
    ['placeholder', 'AAPL closed at {{fact:moon}}.'],
    ['placeholder', 'AAPL closed at {fact:close}, that is {{fact:close}}.'],
    ['no_fact', 'AAPL did as it pleased.'],
    ['sign', 'AAPL changed by −{{fact:change_1d}}.'],
    ['unit', 'AAPL closed at {{fact:close}} euros.'],
    ['unit', 'AAPL changed by {{fact:change_1d}} %.'],
    ['unit', 'History covers {{fact:bars}} years.'],
    ['direction', 'AAPL rose {{fact:change_1d}} on the day.'],
    ['direction', 'AAPL did not fall: it moved {{fact:change_1d}}.'],
    ['comparison', 'The price of {{fact:close}} is below the {{label:sma200}}.'],
    ['comparison', 'The price is not above the {{label:sma200}}, at {{fact:sma200}}.'],
    ['rank', 'AAPL is the largest, at {{fact:close}}.'],
    ['reading', 'The RSI of {{fact:rsi14}} is oversold.'],
    ['wrong_fact', 'The RSI is {{fact:close}}.'],
    ['wrong_fact', 'Over the year the price changed by {{fact:change_1d}}.'],
    ['name', 'MSFT closed at {{fact:close}}.'],
    ['name', 'Microsoft closed at {{fact:close}}.'],
    ['name', 'Tesla closed at {{fact:close}}.'],
    ['claim', 'AAPL will keep {{fact:close}}.'],
    ['claim', 'Sell AAPL at {{fact:close}}.'],
    ['characters', 'AAPL closed at <b>{{fact:close}}</b>.'],
    ['characters', 'Цена AAPL {{fact:close}}.'],
  ])('%s: %s', (kind, text) => {
    expect(kinds(text)).toContain(kind);
  });

  it('a fact that is missing, with the reason', () => {
    const answer = ground('The beta is {{fact:beta}}.', TABLE);
    expect(answer.kind === 'refused' && answer.refusals[0]?.message).toBe('beta is not known: No market.');
  });
});
