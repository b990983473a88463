import { escapeLiteral } from 'pg';
import type { FunnelStep } from '#contracts/funnels';
import { isInSignature } from '../journeys/part-properties.ts';

/** The steps that events of a signature fit, as SQL: a number with one bit for each; other properties are left open. */
export function fittingSteps(steps: readonly FunnelStep[]): string {
  const bits = steps.map((step, place) => `CASE WHEN ${conditionOf(step)} THEN ${2 ** place} ELSE 0 END`);
  return bits.join(' + ');
}

function conditionOf({ event_type: type, page, property }: FunnelStep): string {
  const conditions = ['true'];
  if (type !== undefined) conditions.push(`event_type = ${escapeLiteral(type)}`);
  if (page !== undefined) conditions.push(`page = ${escapeLiteral(page)}`);
  if (property !== undefined && isInSignature(property.name, property.equals))
    conditions.push(`feature = ${escapeLiteral(String(property.equals))}`);
  return `coalesce(${conditions.join(' AND ')}, false)`;
}
