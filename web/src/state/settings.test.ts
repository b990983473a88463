import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const DEFAULTS = { theme: 'system', changeColours: 'green-red', singleKeys: true };

it.each([null, '', 'no json', '[]', '7', 'null', '{"theme":"pink","changeColours":3}'])(
  'falls back to the defaults from %s',
  (text) => {
    expect(readSettings(text)).toEqual(DEFAULTS);
  },
);

it('reads what was chosen', () => {
  const chosen = { theme: 'dark', changeColours: 'blue-orange', singleKeys: false };
  expect(readSettings(JSON.stringify({ ...chosen, unknown: 1 }))).toEqual(chosen);
});
