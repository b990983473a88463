import { createHash } from 'node:crypto';
import type { Task } from '../routing/task.ts';

/**
 * Names an answer: who asked, what, and by which policy. The caller is part of it, so nobody is ever served what
 * another asked.
 */
export function answerKey(task: Task): string {
  const policy = [
    task.surface,
    task.requestType,
    task.principalId,
    task.user,
    task.strategy,
    task.minQuality,
    task.pin?.model.id ?? null,
    task.allowedProviders === null ? null : [...task.allowedProviders].toSorted(),
    task.needs.vision,
  ];
  return createHash('sha256')
    .update(JSON.stringify([policy, canonical(task.request)]))
    .digest('base64url');
}

/** The same JSON for the same value, in whichever order its names were written. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, canonical(item)]);
}
