import type { AnnotationsQuery } from '#contracts/annotations';
import { DomainError } from '#platform';

/** Which annotations are asked for: a time [from, to), `null` where it is open, and what they must have. */
export interface Wanted {
  readonly from: Date | null;
  readonly to: Date | null;
  readonly tags: readonly string[];
  readonly dashboard: string | null;
  readonly limit: number;
}

/** Throws `invalid-fields` where the time is empty. */
export function wantedBy({ from, to, tags, dashboard_type, limit }: AnnotationsQuery): Wanted {
  const wanted = {
    from: from === undefined ? null : instant(from, '/query/from'),
    to: to === undefined ? null : instant(to, '/query/to'),
    tags: tags?.split(',').flatMap((tag) => tag.trim() || []) ?? [],
    dashboard: dashboard_type ?? null,
    limit,
  };
  if (wanted.from !== null && wanted.to !== null && wanted.to <= wanted.from)
    throw refused('/query/to', 'must be later than from');
  return wanted;
}

/** The schema knows the form of an instant; a leap second has it and no calendar of ours. */
export function instant(text: string, pointer: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw refused(pointer, 'is not an instant that exists');
  return at;
}

export function refused(pointer: string, message: string): DomainError {
  return new DomainError('invalid-fields', `${pointer} ${message}.`, { errors: [{ pointer, message }] });
}
