import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { ArgDef, ArgsDef } from 'citty';
import { nearest } from './suggest.ts';
import { UsageError } from './usage-error.ts';

/** `valueHint` of a positional argument that may be given more than once; all of them are in `args._`. */
export const REPEATED = '...';

/** Citty takes what it does not know for granted; this refuses it, with the word that was probably meant. */
export function checkArguments(words: readonly string[], args: ArgsDef, command: string): void {
  const options = toOptions(args);
  const { positionals } = parse(words, options, command);
  const places = Object.entries(args).filter(([, { type }]) => type === 'positional');
  const missing = places.find(([, { required, default: standard }], index) => {
    return positionals[index] === undefined && required !== false && standard === undefined;
  });
  if (missing !== undefined)
    throw new UsageError(`${missing[0]} is missing.`, `See \`richesreach ${command} --help\`.`);
  const repeated = places.some(([, { valueHint }]) => valueHint === REPEATED);
  const surplus = positionals[places.length];
  if (surplus !== undefined && !repeated)
    throw new UsageError(`"${surplus}" is one word too many.`, `See \`richesreach ${command} --help\`.`);
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
  const help = `See \`richesreach ${command} --help\`.`;
  if (unknown === undefined)
    return new UsageError(`${error.message.split('\n')[0]?.replace(/\.$/, '')}.`, help);
  const typed = words.find((word) => word === unknown || word.startsWith(`${unknown}=`)) ?? unknown;
  const meant = nearest(typed.replace(/^-+/, '').replace(/=.*/, ''), negatable(options));
  return new UsageError(
    `There is no option ${typed.replace(/=.*/, '')}.`,
    meant === undefined ? help : `Did you mean --${meant}? ${help}`,
  );
}

function negatable(options: ParseArgsOptionsConfig): string[] {
  return Object.entries(options).flatMap(([name, { type }]) =>
    type === 'boolean' ? [name, `no-${name}`] : [name],
  );
}
