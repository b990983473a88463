import { type Json, type JsonObject, listOf, objectOf, textOf } from './json.ts';

/** A plan that can be spoilt: one wrong value at a time, in the JSON that Terraform wrote. */
export class Draft {
  readonly #raw: JsonObject;

  constructor(planText: string) {
    this.#raw = objectOf(JSON.parse(planText) as Json);
  }

  /** Puts a value where the first resource of the type (whose address holds `where`) has its own. */
  set(type: string, path: string, value: Json, where = ''): this {
    const change = objectOf(this.#first(type, where).change);
    put(objectOf(change.after), path, value);
    put(objectOf(change.after_unknown), path, false);
    return this;
  }

  /** Makes a value unknown, as a computed one would be. */
  hide(type: string, path: string): this {
    const change = objectOf(this.#first(type, '').change);
    put(objectOf(change.after), path, null);
    put(objectOf(change.after_unknown), path, true);
    return this;
  }

  /** Changes text inside a value, such as a policy document or a list of containers. */
  edit(type: string, path: string, change: (text: string) => string, where = ''): this {
    const after = objectOf(objectOf(this.#first(type, where).change).after);
    const text = textOf(after[path]);
    const edited = change(text);
    if (edited === text) throw new Error(`The mutation changes nothing in ${type}.${path}.`);
    return this.set(type, path, edited, where);
  }

  drop(type: string, where = ''): this {
    const gone = this.#first(type, where);
    this.#raw.resource_changes = listOf(this.#raw.resource_changes).filter((it) => it !== gone);
    return this;
  }

  /** Changes what the configuration of a resource (module path and address) says about an argument. */
  refer(address: string, argument: string, references: string[]): this {
    put(objectOf(this.#configured(address).expressions), argument, { references });
    return this;
  }

  provider(address: string, key: string): this {
    this.#configured(address).provider_config_key = key;
    return this;
  }

  text(): string {
    return JSON.stringify(this.#raw);
  }

  #first(type: string, where: string): JsonObject {
    const found = listOf(this.#raw.resource_changes)
      .map(objectOf)
      .find((it) => it.type === type && textOf(it.address).includes(where));
    if (found === undefined) throw new Error(`The plan has no ${type} ${where} to spoil.`);
    return found;
  }

  #configured(address: string): JsonObject {
    const parts = address.split('.');
    let module = objectOf(objectOf(this.#raw.configuration).root_module);
    while (parts[0] === 'module')
      module = objectOf(objectOf(objectOf(module.module_calls)[parts.splice(0, 2)[1] ?? '']).module);
    const found = listOf(module.resources)
      .map(objectOf)
      .find((it) => it.address === parts.join('.'));
    if (found === undefined) throw new Error(`The configuration has no ${address}.`);
    return found;
  }
}

function put(into: JsonObject, path: string, value: Json): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at: JsonObject = into;
  for (const step of steps) {
    const next = at[step];
    if (typeof next !== 'object' || next === null) at[step] = {};
    // A list is an object with numbers for names here.
    at = at[step] as JsonObject;
  }
  at[last] = value;
}
