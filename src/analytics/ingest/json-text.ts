const DEEPEST = 32;
const LARGEST_BYTES = 65_536;

export class UnstorableJson extends Error {
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.name = 'UnstorableJson';
    this.pointer = pointer;
  }
}

/** An object as JSON that PostgreSQL can hold. Throws `UnstorableJson` with the place and the reason where it cannot. */
export function jsonText(value: object | undefined, pointer: string): string {
  if (value === undefined) return '{}';
  checkDepth(value, pointer, 0);
  const text = JSON.stringify(value);
  if (text.length > LARGEST_BYTES)
    throw new UnstorableJson(pointer, `must be at most ${LARGEST_BYTES} characters of JSON`);
  // Only NUL and halves of a surrogate pair are escaped in this way, so the search is almost always in vain.
  if (text.includes('\\u') && /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(text))
    throw new UnstorableJson(pointer, 'must not contain the character NUL or half a surrogate pair');
  return text;
}

function checkDepth(value: object, pointer: string, depth: number): void {
  if (depth >= DEEPEST) throw new UnstorableJson(pointer, `must be nested at most ${DEEPEST} deep`);
  for (const key in value) {
    if (key === '__proto__') throw new UnstorableJson(`${pointer}/__proto__`, 'is not an allowed name');
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === 'object' && inner !== null) checkDepth(inner, pointer, depth + 1);
  }
}

/** Whether PostgreSQL's text type holds the string as it stands. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
