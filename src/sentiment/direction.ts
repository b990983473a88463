import { type Role, rolesOf } from './roles.ts';
import type { Tokens } from './tokens.ts';

/** What directions and negations say of a headline. */
export interface Direction {
  /** −1 … 1; 0 where the rules see no tone. */
  readonly tone: number;
  /** The headline says outright that nothing moved, or that nothing is planned. */
  readonly still: boolean;
  /** The tone hangs on a negation, or on the movement of something bad: what a bag of words gets wrong. */
  readonly turning: boolean;
}

// Chosen by cross-validation: the most that costs known headlines nothing.
export const RULE_WEIGHTS = { tone: 0.4, turning: 2.8, still: 1.2 };

/** What the rules add to the logits of negative and positive (neutral's is 0). */
export function ruleLogits({ tone, still, turning }: Direction): { negative: number; positive: number } {
  if (still) return { negative: -RULE_WEIGHTS.still, positive: -RULE_WEIGHTS.still };
  const pull = (turning ? RULE_WEIGHTS.turning : RULE_WEIGHTS.tone) * tone;
  return { negative: 0 - pull, positive: pull };
}

/** How far a word reaches for the word it acts on, in words. */
const REACH = 4;
const SIGN: Partial<Record<NonNullable<Role>, number>> = {
  up: 1,
  down: -1,
  good: 1,
  bad: -1,
  pos: 1,
  neg: -1,
  help: 1,
  harm: -1,
};
/** After these the writer concedes what did not decide. */
const CONCESSION = /^(despite|although|though|amid|spite)$/;
const CONCEDED = 0.2;
const STILL =
  /\b(in line|on hold|neither|little changed|no (change|comment|plans?|decision|talks)|not in talks|nothing (in|about))\b/;

interface Unit {
  readonly at: number;
  readonly end: number;
  readonly sign: number;
  /** A thing that is only named, without a movement. */
  readonly bare: boolean;
  /** Something bad that moves. */
  readonly turns: boolean;
}

/**
 * Reads a headline's tone off its directions and negations. A thing and its movement make one unit (loss × narrows =
 * good), judging words are units of their own; negations turn the unit after them, and what ends something turns what
 * it ends. Later units count less, conceded ones hardly.
 */
export function directionOf(tokens: Tokens): Direction {
  const { words } = tokens;
  const roles = rolesOf(tokens);
  const units = unitsOf(words, roles);
  if (STILL.test(words.join(' '))) return { tone: 0, still: true, turning: false };
  if (roles.includes('same') && units.every(({ bare }) => bare))
    return { tone: 0, still: true, turning: false };
  const swing = swingOf(words, roles);
  if (swing !== 0) return { tone: swing, still: false, turning: true };
  const failed = roles.indexOf('fail');
  if (failed >= 0) return { tone: -1, still: false, turning: true };
  const concession = words.findIndex(
    (word, i) => CONCESSION.test(word) || (word === 'even' && words[i + 1] === 'as'),
  );
  const effect = roles.findIndex((role) => role === 'help' || role === 'harm');
  let total = 0;
  let weight = 0;
  let turning = false;
  for (const [k, unit] of units.entries()) {
    const aside = (concession >= 0 && concession < unit.at) || unit.end < effect;
    const own = tone(words, roles, unit);
    if (own === 0) continue;
    const share = (aside ? CONCEDED : 1) / (1 + 0.5 * k);
    total += share * own;
    turning ||= share >= 0.5 && (unit.turns || (own !== unit.sign && Math.abs(own) > 0.6));
    weight += share;
  }
  return { tone: weight === 0 ? 0 : total / weight, still: false, turning };
}

/** "swings to profit", "slips into the red", "returns to the black": where it ends up decides. */
function swingOf(words: readonly string[], roles: readonly Role[]): number {
  for (const [i, word] of words.entries()) {
    if (word !== 'to' && word !== 'into' && word !== 'in') continue;
    const verb = words
      .slice(Math.max(0, i - 3), i)
      .some((it) => /^(swings?|swung|return(s|ed)?|back|turns?|turned|slips?|slipped)$/.test(it));
    for (let j = i + 1; j <= i + 3 && j < words.length; j++) {
      if (words[j] === 'black' || words[j] === 'green') return 1;
      if (words[j] === 'red') return -1;
      if (!verb || word === 'in') continue;
      if (words[j] === 'profit') return 1;
      if (words[j] === 'loss' || roles[j] === 'bad') return -1;
    }
  }
  return 0;
}

/** Things with the mover nearest to them, movers left over, and judging words, in order. */
function unitsOf(words: readonly string[], roles: readonly Role[]): Unit[] {
  const used = new Set<number>();
  const units: Unit[] = [];
  for (const [i, role] of roles.entries()) {
    if (role !== 'good' && role !== 'bad') continue;
    const mover = nearestMover(words, roles, i, used);
    const sign = SIGN[role] as number;
    if (mover === undefined) units.push({ at: i, end: i, sign, bare: true, turns: false });
    else {
      used.add(mover);
      const moved = sign * (SIGN[roles[mover] as 'up'] as number);
      units.push({
        at: Math.min(i, mover),
        end: Math.max(i, mover),
        sign: moved,
        bare: false,
        turns: role === 'bad',
      });
    }
  }
  for (const [i, role] of roles.entries()) {
    if (used.has(i) || role === undefined || role === 'good' || role === 'bad') continue;
    const sign = SIGN[role];
    if (sign !== undefined)
      units.push({
        at: i,
        end: i,
        sign: role === 'up' || role === 'down' ? 0.8 * sign : sign,
        bare: false,
        turns: false,
      });
  }
  return units.sort((a, b) => a.at - b.at);
}

/** The nearest movement within reach, on this side of any word that opens the reason why something moved. */
function nearestMover(
  words: readonly string[],
  roles: readonly Role[],
  thing: number,
  used: ReadonlySet<number>,
): number | undefined {
  const open = { ahead: true, behind: true };
  for (let distance = 1; distance <= REACH; distance++) {
    const ahead = thing + distance;
    const behind = thing - distance;
    open.ahead &&= ahead < words.length && !BARRIER.test(words[ahead] as string);
    open.behind &&= behind >= 0 && !BARRIER.test(words[behind] as string);
    if (open.ahead && isMover(roles[ahead]) && !used.has(ahead)) return ahead;
    if (open.behind && isMover(roles[behind]) && !used.has(behind)) return behind;
  }
  return undefined;
}

const BARRIER = /^(on|as|after|amid|post|following|despite|for|while|but|and|[,;:])$/;
const isMover = (role: Role): boolean => role === 'up' || role === 'down';

/** Things whose absence is bad news. */
const VALUED =
  /^(dividends?|growth|recovery|orders?|profits?|buyers?|demand|sales?|funding|relief|improvement|upgrade)$/;
/** "Not bullish", "won't fall": what is merely denied is half the news. */
const DENIED = 0.5;

/**
 * A unit's own tone. Named bare, a bad thing is somewhat bad and a good one says nothing – unless it is turned: "no
 * dividend", "ban removed".
 */
function tone(words: readonly string[], roles: readonly Role[], unit: Unit): number {
  const turn = turnOf(words, roles, unit);
  if (!unit.bare) return unit.at === unit.end && turn < 0 ? -DENIED * unit.sign : turn * unit.sign;
  if (turn < 0) return unit.sign < 0 || VALUED.test(words[unit.at] as string) ? -0.9 * unit.sign : 0;
  return unit.sign < 0 ? -0.6 : 0;
}

/** −1 where the unit is negated or ended, 1 otherwise; two turns cancel out. */
function turnOf(words: readonly string[], roles: readonly Role[], { at, end }: Unit): number {
  let turn = 1;
  for (let i = at - 1; i >= Math.max(0, at - REACH - 1) && !isStop(words[i]); i--)
    if (roles[i] === 'not' || roles[i] === 'end') turn = -turn;
  for (let i = at + 1; i < end; i++) if (roles[i] === 'not') turn = -turn;
  for (let i = end + 1; i <= Math.min(words.length - 1, end + REACH) && !isStop(words[i]); i++) {
    if (roles[i] === 'end' || words[i] === 'unlikely') turn = -turn;
    else if (roles[i] !== undefined && roles[i] !== 'skip') break;
  }
  return turn;
}

const isStop = (word: string | undefined): boolean => word !== undefined && /^[,;:?!]$/.test(word);
