import { escapeLiteral } from 'pg';
import type { FunnelStep } from '#contracts/funnels';

/** The steps a row or a signature fits, as SQL: a number with one bit for each; those that are not `wanted` fit nothing. */
export function fittingSteps(
  steps: readonly FunnelStep[],
  wanted: (step: FunnelStep) => boolean = () => true,
): string {
  const bits = steps.map((step, place) =>
    wanted(step) ? `CASE WHEN ${conditionOf(step)} THEN ${2 ** place} ELSE 0 END` : '0',
  );
  return bits.join(' + ');
}

/** Whether only the row can tell if a step fits: a signature knows of no property but the feature. */
export function needsRows({ property }: FunnelStep): boolean {
  return property !== undefined && featureOf(property) === undefined;
}

function conditionOf({ event_type: type, page, property }: FunnelStep): string {
  const conditions: string[] = [];
  if (type !== undefined) conditions.push(`event_type = ${escapeLiteral(type)}`);
  if (page !== undefined) conditions.push(`page = ${escapeLiteral(page)}`);
  const feature = property && featureOf(property);
  if (feature !== undefined) conditions.push(`feature = ${escapeLiteral(feature)}`);
  else if (property !== undefined)
    conditions.push(
      `properties @> ${escapeLiteral(JSON.stringify({ [property.name]: property.equals }))}::jsonb`,
    );
  return `coalesce(${conditions.join(' AND ')}, false)`;
}

/** The feature asked for, where comparing texts is the same as comparing values: no value that is not text reads like it. */
function featureOf({ name, equals }: NonNullable<FunnelStep['property']>): string | undefined {
  if (name !== 'feature' || typeof equals !== 'string') return undefined;
  try {
    return typeof JSON.parse(equals) === 'string' ? equals : undefined;
  } catch {
    return equals;
  }
}
