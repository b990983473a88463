import type { ArgDef, ArgsDef } from 'citty';
import colors from 'picocolors';
import { REPEATED, shortName } from './arguments.ts';
import { type AnyCommand, COMMANDS } from './commands.ts';

const PROGRAM = 'richesreach';

/** Help of the whole program. */
export function programUsage(): string {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]): Row => [name, summary]);
  return [
    `${colors.bold(PROGRAM)} – open investment intelligence`,
    section('Usage', [[`${PROGRAM} <command> [options]`, '']]),
    section('Commands', rows),
    section('Options', [
      ['-h, --help', 'help of the program or of a command'],
      ['-v, --version', 'version of the program'],
    ]),
    `Settings come from options, the environment and .env; .env.example explains each.`,
  ].join('\n\n');
}

/** Help of one command. */
export function commandUsage(path: readonly string[], command: AnyCommand): string {
  const args = Object.entries(command.args ?? {});
  const positionals = args.filter(([, { type }]) => type === 'positional');
  const options = args.filter(([, { type }]) => type !== 'positional');
  const children = Object.entries(command.subCommands ?? {});
  const words = [
    PROGRAM,
    ...path,
    ...(children.length > 0 ? ['<command>'] : []),
    ...positionals.map(placeholder),
  ];
  return [
    command.meta?.description ?? '',
    section('Usage', [[`${words.join(' ')}${options.length > 0 ? ' [options]' : ''}`, '']]),
    section(
      'Commands',
      // What a description says beyond its first line is in the help of the command itself.
      children.map(([name, { meta }]): Row => [name, meta?.description?.split('\n', 1)[0] ?? '']),
    ),
    section(
      'Arguments',
      positionals.map(([name, arg]): Row => [name, describe(arg)]),
    ),
    section('Options', options.map(optionRow)),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

type Row = [string, string];

function section(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, text]) => `  ${colors.cyan(name.padEnd(width))}  ${text}`.trimEnd());
  return [colors.bold(title), ...lines].join('\n');
}

function placeholder([name, { required, valueHint }]: [string, ArgsDef[string]]): string {
  const word = valueHint === REPEATED ? `${name}...` : name;
  return required === false ? `[${word}]` : `<${word}>`;
}

function optionRow([name, arg]: [string, ArgDef]): Row {
  const short = shortName(arg);
  const flag = arg.type === 'boolean' && arg.default === true ? `--no-${name}` : `--${name}`;
  const value = arg.type === 'boolean' ? '' : ` <${arg.valueHint ?? choices(arg) ?? 'value'}>`;
  return [`${short === undefined ? '' : `-${short}, `}${flag}${value}`, describe(arg)];
}

function choices(arg: ArgDef): string | undefined {
  return 'options' in arg ? arg.options?.join('|') : undefined;
}

function describe(arg: ArgDef): string {
  if (arg.type === 'boolean')
    return (arg.default === true && arg.negativeDescription) || (arg.description ?? '');
  const { description = '', default: standard } = arg;
  return standard === undefined ? description : `${description} (default ${standard})`;
}
