import { type JsonObject, listOf, objectOf, textOf } from './json.ts';
import type { Resource } from './plan.ts';

/** One statement of an IAM policy, with every field as a list. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly services: readonly string[];
  readonly condition: JsonObject;
}

/** The statements of a policy document kept as text in an argument. */
export function statements(resource: Resource, path: string): Statement[] {
  return listOf(objectOf(JSON.parse(textOf(resource.get(path)))).Statement).map((it) => {
    const raw = objectOf(it);
    return {
      effect: textOf(raw.Effect),
      actions: listOf(raw.Action).map(textOf),
      resources: listOf(raw.Resource).map(textOf),
      services: listOf(objectOf(raw.Principal).Service).map(textOf),
      condition: objectOf(raw.Condition),
    };
  });
}

/** A container of a task definition, as ECS reads it. */
export function containers(resource: Resource): JsonObject[] {
  return listOf(JSON.parse(textOf(resource.get('container_definitions')))).map(objectOf);
}
