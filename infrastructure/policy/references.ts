import { type Json, type JsonObject, listOf, objectOf, textOf } from './json.ts';

/**
 * Who refers to whom, by the configuration inside a plan. Identifiers are unknown before an apply, but which subnet a
 * service names is written down: the chain is followed through variables of modules and outputs of others.
 */
export class References {
  readonly #modules = new Map<string, JsonObject>();
  readonly #resources = new Map<string, { module: string; config: JsonObject }>();
  readonly #regions = new Map<string, string>();
  readonly #cache = new Map<string, Set<string>>();

  constructor(configuration: JsonObject) {
    this.#walk('', objectOf(configuration.root_module), {});
    for (const [key, provider] of Object.entries(objectOf(configuration.provider_config))) {
      const region = objectOf(objectOf(objectOf(provider).expressions).region).constant_value;
      if (typeof region === 'string') this.#regions.set(key, region);
    }
  }

  /** Configuration addresses of the resources that an argument (or a nested block's) refers to. */
  of(configAddress: string, argument: string): Set<string> {
    const found = this.#resources.get(configAddress);
    if (found === undefined) return new Set();
    let value: Json | undefined = found.config.expressions;
    for (const step of argument.split('.')) {
      value = Array.isArray(value) ? value.map((it) => objectOf(it)[step] ?? null) : objectOf(value)[step];
      if (Array.isArray(value)) value = value.flat();
    }
    const names = referencesIn(value ?? null);
    // In a for_each the argument says each.value; what that is stands in the loop's own expression.
    const looped = names.some((it) => it.startsWith('each.value'))
      ? referencesIn(found.config.for_each_expression ?? null)
      : [];
    return this.#resolveAll(found.module, [...names, ...looped]);
  }

  /** The region of the provider that makes a resource; empty where the configuration does not say. */
  regionOf(configAddress: string): string {
    const key = this.#resources.get(configAddress)?.config.provider_config_key;
    return typeof key === 'string' ? (this.#regions.get(key) ?? '') : '';
  }

  #walk(path: string, module: JsonObject, call: JsonObject): void {
    this.#modules.set(path, { ...module, call });
    const prefix = path === '' ? '' : `${path}.`;
    for (const it of listOf(module.resources)) {
      const config = objectOf(it);
      this.#resources.set(`${prefix}${textOf(config.address)}`, { module: path, config });
    }
    for (const [name, it] of Object.entries(objectOf(module.module_calls))) {
      const inner = objectOf(it);
      this.#walk(`${prefix}module.${name}`, objectOf(inner.module), objectOf(inner.expressions));
    }
  }

  #resolveAll(path: string, references: readonly string[]): Set<string> {
    return new Set(references.flatMap((it) => [...this.#resolve(path, it)]));
  }

  #resolve(path: string, reference: string): Set<string> {
    const key = `${path}|${reference}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    // Entered before it is followed, so that a circle of references ends.
    this.#cache.set(key, new Set());
    const found = this.#follow(path, reference);
    this.#cache.set(key, found);
    return found;
  }

  #follow(path: string, reference: string): Set<string> {
    const [first = '', second = '', third = ''] = reference.replaceAll(/\[[^\]]*\]/g, '').split('.');
    const prefix = path === '' ? '' : `${path}.`;
    if (first === 'var') {
      const given = objectOf(this.#modules.get(path)?.call)[second];
      return this.#resolveAll(path.replace(/\.?module\.[^.]+$/, ''), referencesIn(given ?? null));
    }
    if (first === 'module') {
      const inner = `${prefix}module.${second}`;
      const output = objectOf(objectOf(this.#modules.get(inner)?.outputs)[third]);
      return this.#resolveAll(inner, referencesIn(output.expression ?? null));
    }
    const address = `${prefix}${first}.${second}`;
    return this.#resources.has(address) ? new Set([address]) : new Set();
  }
}

function referencesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = listOf(value.references).filter((it): it is string => typeof it === 'string');
  const nested = Object.entries(value).flatMap(([key, it]) => (key === 'references' ? [] : referencesIn(it)));
  return [...own, ...nested];
}
