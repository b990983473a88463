import { type CommandDef, runCommand } from 'citty';
import manifest from '../../package.json' with { type: 'json' };
import { checkArguments } from './arguments.ts';
import { type AnyCommand, COMMANDS } from './commands.ts';
import { readEnvironment } from './environment.ts';
import { stopWithParent } from './parent.ts';
import { nearest } from './suggest.ts';
import { commandUsage, programUsage } from './usage.ts';
import { UsageError } from './usage-error.ts';

const HELP = new Set(['-h', '--help']);
const VERSION = new Set(['-v', '--version']);

/** Runs one command line to its end. */
async function run(words: readonly string[]): Promise<void> {
  const [name, ...rest] = words;
  if (name === undefined || HELP.has(name) || name === 'help') return print(programUsage());
  if (VERSION.has(name)) return print(manifest.version);
  const entry = COMMANDS[name];
  if (entry === undefined) throw unknownCommand(name, Object.keys(COMMANDS), '');
  await runNested([name], (await entry.load()) as AnyCommand, rest);
}

async function runNested(
  path: readonly string[],
  command: AnyCommand,
  words: readonly string[],
): Promise<void> {
  const children = command.subCommands ?? {};
  const [word, ...rest] = words;
  const child = word === undefined ? undefined : children[word];
  if (word !== undefined && child !== undefined) return runNested([...path, word], child, rest);
  if (words.some((it) => HELP.has(it))) return print(commandUsage(path, command));
  if (command.run === undefined) {
    if (word !== undefined) throw unknownCommand(word, Object.keys(children), `${path.join(' ')} `);
    throw new UsageError(
      `richesreach ${path.join(' ')} needs to know what to do.`,
      `Say one of ${Object.keys(children).join(', ')}.`,
    );
  }
  checkArguments(words, command.args ?? {}, path.join(' '));
  await runCommand(command as CommandDef, { rawArgs: [...words] });
}

function unknownCommand(name: string, known: readonly string[], before: string): UsageError {
  const meant = nearest(name, known);
  const help = `See \`richesreach ${before}--help\`.`;
  return new UsageError(
    `There is no command ${before}${name}.`,
    meant === undefined ? help : `Did you mean \`richesreach ${before}${meant}\`? ${help}`,
  );
}

function print(text: string): void {
  console.log(text);
}

/** A reader that has seen enough, like `head`, is no failure. */
process.stdout.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
stopWithParent();
const words = process.argv.slice(2);
try {
  await run(words);
} catch (error) {
  if (process.exitCode === undefined) await report(error);
}

async function report(error: unknown): Promise<void> {
  const { reportError } = await import('./report-error.ts');
  const debug = ['debug', 'trace'].includes(readEnvironment().LOG_LEVEL ?? '');
  process.exitCode = await reportError(error, { json: words.includes('--json'), debug });
}
