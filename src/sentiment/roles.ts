import type { WordClass } from './lexicon.ts';
import type { Tokens } from './tokens.ts';

/** A word's part in the sentence, once its neighbours are known; `skip` says nothing, `fail` spoils what follows. */
export type Role = WordClass | 'skip' | 'fail' | 'help' | 'harm' | undefined;

/** Two words that mean something else than each alone. */
const BAD_PAIRS =
  /^(bad (loan|debt)s?|non-performing assets?|(interest|key|mortgage|lending|repo|policy|borrowing|discount) rates?|import alert|job loss(es)?|cash burn|tax bill|rights issue)$/;
const RESTRICTIONS =
  /^(bans?|curbs?|sanctions?|tariffs?|dut(y|ies)|restrictions?|embargo|probes?|lawsuits?|charges|alert|freeze|suspension|case)$/;
const REMOVERS = /^(lift(s|ed|ing)?|drops?|dropped|scraps?|scrapped|clear(s|ed)|thrown)$/;
const HELPS = /^(boost|lift|help|aid|buoy|propel|cheer|support)(s|ed|ing)?$/;
const HARMS = /^(hurt|hit|drag|dent|squeeze|batter|weigh|pressure|dampen|sap|erode)(s|ed|ing|ging)?$/;
const EXTREMES = /^(low|lows|lowest|high|highs|highest|record|peak)$/;
const EXPECTATIONS =
  /^(feared|fears|expected|thought|estimated?|estimates|forecasts?|hoped|predicted|guidance|before|usual)$/;
/** A market that ends the day says nothing; a strike that ends does. */
const CLOSES = /^end(s|ed|ing)?$/;
const FINITE =
  /^(strike|streak|run|losing|winning|feud|row|dispute|lawsuit|decline|slide|rally|slump|recovery|growth|war|crisis|probe)$/;
const LEVELS = /^(a|an|another|new|record|high|low|0|fresh|all-time|upper|lower|its)$/;
const REACH = 4;

/** Gives every word its role: phrases are joined, comparisons and circumstances set aside. */
export function rolesOf({ words, classes }: Tokens): Role[] {
  const roles: Role[] = [...classes];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const next = words[i + 1] ?? '';
    if (/^(after|before)$/.test(word) && next === 'tax') roles[i + 1] = 'skip';
    else if (word === 'snap' && next === 'up') roles.fill('skip', i, i + 2);
    else if (CLOSES.test(word) && !/^(an|no)$/.test(words[i - 1] ?? '') && !near(words, i, FINITE))
      roles[i] = 'skip';
    else if (word === 'stop' && /^(can|to|will|cannot)$/.test(words[i - 1] ?? '')) roles[i] = 'end';
    else if (word.startsWith('hit') && LEVELS.test(next)) roles[i] = 'skip';
    else if (word === 'stop' && next === 'loss') roles.fill('skip', i, i + 2);
    else if (word.startsWith('stop-loss') || word === 'stoploss') roles[i] = 'skip';
    else if (BAD_PAIRS.test(`${word} ${next}`)) join(roles, i, 'bad');
    else if (/^(fail(s|ed)?|unable|struggles?)$/.test(word) && next === 'to') roles[i] = 'fail';
    else if (word === 'less' && (roles[i + 1] === 'pos' || roles[i + 1] === 'neg')) roles[i] = 'not';
    else if (/^(than|as)$/.test(word) && EXPECTATIONS.test(next)) roles[i + 1] = 'skip';
    else if (EXTREMES.test(word) && moversBefore(roles, i)) roles[i] = 'skip';
    else if (word === 'in' && words[i + 3] === 'market') roles.fill('skip', i, i + 4);
    else if (REMOVERS.test(word) && near(words, i, RESTRICTIONS)) roles[i] = 'end';
    else if (HELPS.test(word) && actsOnSomething(words, i)) roles[i] = 'help';
    else if (HARMS.test(word)) roles[i] = 'harm';
    // "to", "will" and the like are told by the features; the rules have no use for them.
    else if (roles[i] === 'plan') roles[i] = 'skip';
  }
  return joinThings(roles);
}

function join(roles: Role[], at: number, role: Role): void {
  roles[at] = 'skip';
  roles[at + 1] = role;
}

/** "fuel costs", "volatility index", "profit growth": one thing, bad if any part is. */
function joinThings(roles: Role[]): Role[] {
  for (let i = 0; i + 1 < roles.length; i++) {
    const pair = [roles[i], roles[i + 1]];
    if (!pair.every((role) => role === 'good' || role === 'bad')) continue;
    roles[i + 1] = pair.includes('bad') ? 'bad' : 'good';
    roles[i] = 'skip';
  }
  return roles;
}

function moversBefore(roles: readonly Role[], at: number): boolean {
  return roles.slice(Math.max(0, at - REACH), at).some((role) => role === 'up' || role === 'down');
}

function near(words: readonly string[], at: number, pattern: RegExp): boolean {
  return words.slice(Math.max(0, at - 5), at + 4).some((word) => pattern.test(word));
}

/** A verb of effect has an object; "boost" at the end of a headline is a noun. */
function actsOnSomething(words: readonly string[], at: number): boolean {
  return at > 0 && at + 1 < words.length && !/^(in|of|for|by|on|from|0)$/.test(words[at + 1] as string);
}
