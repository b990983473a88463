import { type Json, type JsonObject, objectOf, textOf } from './json.ts';
import { References } from './references.ts';

/** The file is no plan that can be judged; the text says why and what to do. */
export class PlanError extends Error {
  override name = 'PlanError';
}

/** A value that AWS decides at apply. A rule that needs it cannot pass. */
export class Unknown extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} cannot be known at plan.`);
    this.name = 'Unknown';
    this.path = path;
  }
}

/** One planned resource. `configAddress` is its address without indexes, by which the configuration refers to it. */
export interface Resource {
  readonly address: string;
  readonly configAddress: string;
  readonly type: string;
  readonly region: string;
  readonly after: JsonObject;
  /** The value at a dotted path, null where it is absent. Throws Unknown where only an apply can tell. */
  get(path: string): Json;
}

export interface Plan {
  readonly environment: string;
  readonly variables: JsonObject;
  readonly resources: readonly Resource[];
  readonly references: References;
  of(...types: string[]): Resource[];
  /** The resources that an argument refers to, directly or through variables and outputs, narrowed to some types. */
  linked(from: Resource, argument: string, ...types: string[]): Resource[];
}

/**
 * Reads `terraform show -json` of a saved plan.
 * @throws PlanError on cut or foreign JSON and on a plan that Terraform did not finish
 */
export function readPlan(text: string): Plan {
  const raw = objectOf(parse(text));
  const version = raw.format_version;
  if (typeof version !== 'string' || !version.startsWith('1.') || !Array.isArray(raw.resource_changes))
    throw new PlanError(
      'This is not a plan. Save one with terraform plan -out=FILE, then terraform show -json FILE.',
    );
  if (raw.errored === true || raw.complete === false)
    throw new PlanError('Terraform did not finish this plan. Mend its errors, then plan again.');
  const references = new References(objectOf(raw.configuration));
  const resources = raw.resource_changes.flatMap((change) => toResource(objectOf(change), references));
  if (resources.length === 0) throw new PlanError('The plan holds no resource: there is nothing to judge.');

  const byType = Map.groupBy(resources, (it) => it.type);
  const byConfig = Map.groupBy(resources, (it) => it.configAddress);
  const variables = Object.fromEntries(
    Object.entries(objectOf(raw.variables)).map(([name, it]) => [name, objectOf(it).value ?? null]),
  );
  return {
    environment: textOf(variables.environment ?? ''),
    variables,
    resources,
    references,
    of: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    linked: (from, argument, ...types) =>
      [...references.of(from.configAddress, argument)]
        .flatMap((address) => byConfig.get(address) ?? [])
        .filter((it) => types.length === 0 || types.includes(it.type)),
  };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    const why = text.trim() === '' ? 'The file is empty' : 'The JSON is cut short or damaged';
    throw new PlanError(`${why}. Run terraform show -json PLAN again and let it finish.`, { cause });
  }
}

function toResource(change: JsonObject, references: References): Resource[] {
  const { after, after_unknown: unknown, actions } = objectOf(change.change);
  if (change.mode !== 'managed' || textOf(actions) === '["delete"]') return [];
  const address = textOf(change.address);
  const configAddress = address.replaceAll(/\[[^\]]*\]/g, '');
  return [
    {
      address,
      configAddress,
      type: textOf(change.type),
      region: references.regionOf(configAddress),
      after: objectOf(after),
      get: (path) => read(address, objectOf(after), unknown ?? null, path),
    },
  ];
}

function read(address: string, after: Json, unknown: Json, path: string): Json {
  let value: Json | undefined = after;
  let hidden: Json | undefined = unknown;
  for (const step of path.split('.')) {
    value = child(value, step);
    if (hidden !== true) hidden = child(hidden, step);
  }
  if (hidden === true && (value === undefined || value === null)) throw new Unknown(`${address}: ${path}`);
  return value ?? null;
}

function child(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return objectOf(value)[step];
}
