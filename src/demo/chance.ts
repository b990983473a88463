/**
 * Chance without state: place `i` always holds the same number, so a series does not depend on where it is read from
 * or how far it goes.
 */
export interface Chance {
  /** Uniform in [0, 1). */
  uniform(i: number): number;
  /** Standard normal. */
  normal(i: number): number;
  /** Standard normal, one draw in twenty three times as wide: days that make the news. */
  fatTailed(i: number): number;
}

/** The numbers of that name; another name has others. */
export function createChance(name: string): Chance {
  const seed = hashText(name);
  const draw = (i: number, use: number) => mix(seed ^ mix(i * 4 + use)) / 2 ** 32;
  const normal = (i: number) => {
    const radius = Math.sqrt(-2 * Math.log(1 - draw(i, 1)));
    return radius * Math.cos(2 * Math.PI * draw(i, 2));
  };
  return {
    uniform: (i) => draw(i, 0),
    normal,
    fatTailed: (i) => normal(i) * (draw(i, 3) < 0.05 ? 3 : 1),
  };
}

/** FNV-1a. */
function hashText(text: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return mix(bits);
}

/** The finalizer of MurmurHash3: every bit of the answer hangs on every bit given. */
function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
