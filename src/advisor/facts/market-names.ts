import type { Instrument, Universe } from '#market';
import type { NameSet } from './fact.ts';

const FORMS =
  /[\s,]+(?:incorporated|inc|corporation|corp|company|co|plc|ltd|limited|llc|lp|n\.?v|s\.?a|ag|se|group|holdings?|international|class [a-c]|the|&)\.?$/i;

/** What a company is called: its full name, and without the words for its legal form. */
export function namesOf({ name }: Pick<Instrument, 'name'>): string[] {
  if (name === null || name.trim() === '') return [];
  const bare = withoutForm(name.replace(/\s*\(.*\)\s*/g, ' ').trim());
  return [...new Set([name, name.replace(/\.$/, ''), bare])].filter((it) => it.length > 1);
}

function withoutForm(name: string): string {
  let bare = name.replace(/^the\s+/i, '');
  while (FORMS.test(bare)) bare = bare.replace(FORMS, '');
  return bare;
}

/** Words that begin many names and many sentences: alone they name nobody. */
const ORDINARY = new Set(
  'a an the all and any american advance advanced applied analog automatic best block capital central charter citizens consolidated constellation crown dominion digital discover dollar eastern electronic energy equity essential evergy exact extra fair federal fidelity first fortune franklin gap general genuine global home host hunt international interpublic leading life live long market marathon molson national new news northern old on open public people pool price principal progressive prudential quest range real regency regions republic resources royal safe sealed service simon skyworks snap southern southwest state stock synchrony take target texas the under union united universal us valero verisign west western'.split(
    ' ',
  ),
);

const sets = new WeakMap<Universe, { revision: number; names: NameSet }>();

/** Every symbol and company name the market knows; made once for each state of the universe. */
export function marketNames(universe: Universe): NameSet {
  const known = sets.get(universe);
  if (known !== undefined && known.revision === universe.revision) return known.names;
  const symbols = new Set(universe.instruments.map(({ symbol }) => symbol));
  const words = new Set<string>();
  for (const instrument of universe.instruments) {
    const bare = namesOf(instrument).at(-1) ?? '';
    const [first = ''] = bare.split(/\s+/);
    if (bare !== '') words.add(bare);
    if (first.length > 2 && !ORDINARY.has(first.toLowerCase())) words.add(first);
  }
  const names = {
    hasSymbol: (symbol: string) => symbols.has(symbol),
    hasName: (word: string) => words.has(word),
  };
  sets.set(universe, { revision: universe.revision, names });
  return names;
}
