import { textOf } from './json.ts';
import { type Plan, type Resource, Unknown } from './plan.ts';

/** What is wrong with the key an argument names: it must be one that this plan makes. */
export function foreignKey(plan: Plan, resource: Resource, argument: string): string | null {
  const named = argument.replaceAll(/\.\d+/g, '');
  try {
    const value = resource.get(argument);
    if (value === null) return `${argument} is not set; AWS uses a key that nobody here controls.`;
    return /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\//.test(textOf(value))
      ? null
      : `${argument} is ${textOf(value)}, not a key of ours.`;
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    return plan.linked(resource, named, 'aws_kms_key').length > 0
      ? null
      : `${argument} does not come from a key of this plan.`;
  }
}
