import { describe, expect, it } from 'vitest';
import { entitiesOf } from './entities.ts';

const names = (headline: string) => entitiesOf(headline).map(({ name }) => name);

describe('entitiesOf', () => {
  it.each([
    ['SpiceJet to issue 6.4 crore warrants to promoters', ['SpiceJet']],
    ['Buy Tata Motors with a target of Rs 300: Ashwani Gujral', ['Tata Motors']],
    ['Sensex falls as Infosys drags; rupee firm', ['Sensex', 'Infosys', 'rupee']],
    ['Gold slips on Monday', ['Gold']],
    ['ICICI Bank Q3 PAT up 20%', ['ICICI Bank']],
    ['nothing to see here', []],
  ])('%s', (headline, expected) => {
    expect(names(headline)).toEqual(expected);
  });

  it('gives each entity its own clause', () => {
    expect(entitiesOf('Airtel gains, Vodafone falls')).toEqual([
      { name: 'Airtel', clause: 'Airtel gains' },
      { name: 'Vodafone', clause: 'Vodafone falls' },
    ]);
  });
});
