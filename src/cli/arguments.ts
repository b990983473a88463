import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { ArgDef, ArgsDef } from 'citty';
import { nearest } from './suggest.ts';
import { UsageError } from './usage-error.ts';

/** `valueHint` of a positional argument that may be given more than once; all of them are in `args._`. */
export const REPEATED = '...';

/** Citty takes what it does not know for granted; this refuses it, with the word that was probably meant. */
export function checkArguments(words: readonly string[], args: ArgsDef, command: string): void {
  const { positionals, values } = parse(words, toOptions(args), command);
  checkPositionals(positionals, args, command);
  for (const [name, arg] of Object.entries(args)) {
    if (arg.type === 'positional') continue;
    const value = values[name];
    if (value === undefined && arg.required === true && arg.default === undefined)
      throw new UsageError(`--${name} is missing.`, help(command));
    const choices = arg.type === 'enum' ? (arg.options ?? []) : [];
    if (typeof value === 'string' && choices.length > 0 && !choices.includes(value))
      throw new UsageError(`"${value}" is no --${name}.`, `Say one of ${choices.join(', ')}.`);
  }
}

function checkPositionals(given: readonly string[], args: ArgsDef, command: string): void {
  const places = Object.entries(args).filter(([, { type }]) => type === 'positional');
  const missing = places.find(([, { required, default: standard }], index) => {
    return given[index] === undefined && required !== false && standard === undefined;
  });
  if (missing !== undefined) throw new UsageError(`${missing[0]} is missing.`, help(command));
  const surplus = given[places.length];
  if (surplus !== undefined && !places.some(([, { valueHint }]) => valueHint === REPEATED))
    throw new UsageError(`"${surplus}" is one word too many.`, help(command));
}

function help(command: string): string {
  return `See \`richesreach ${command} --help\`.`;
}

function parse(words: readonly string[], options: ParseArgsOptionsConfig, command: string) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, allowNegative: true });
  } catch (error) {
    throw asUsageError(error, words, options, command);
  }
}

function toOptions(args: ArgsDef): ParseArgsOptionsConfig {
  const options: ParseArgsOptionsConfig = {};
  for (const [name, arg] of Object.entries(args)) {
    if (arg.type === 'positional') continue;
    const short = shortName(arg);
    options[name] = {
      type: arg.type === 'boolean' ? 'boolean' : 'string',
      ...(short === undefined ? {} : { short }),
    };
  }
  return options;
}

/** The one-letter form of an option. */
export function shortName(arg: ArgDef): string | undefined {
  if (!('alias' in arg)) return undefined;
  return [arg.alias ?? []].flat().find((it) => it.length === 1);
}

function asUsageError(
  error: unknown,
  words: readonly string[],
  options: ParseArgsOptionsConfig,
  command: string,
): unknown {
  if (!(error instanceof Error)) return error;
  const unknown = /^Unknown option '(-{1,2}[^']+)'/.exec(error.message)?.[1];
  if (unknown === undefined)
    return new UsageError(`${error.message.split('\n')[0]?.replace(/\.$/, '')}.`, help(command));
  const typed = words.find((word) => word === unknown || word.startsWith(`${unknown}=`)) ?? unknown;
  const meant = nearest(typed.replace(/^-+/, '').replace(/=.*/, ''), negatable(options));
  return new UsageError(
    `There is no option ${typed.replace(/=.*/, '')}.`,
    meant === undefined ? help(command) : `Did you mean --${meant}? ${help(command)}`,
  );
}

function negatable(options: ParseArgsOptionsConfig): string[] {
  return Object.entries(options).flatMap(([name, { type }]) =>
    type === 'boolean' ? [name, `no-${name}`] : [name],
  );
}
