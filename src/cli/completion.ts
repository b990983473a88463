import { defineCommand } from 'citty';
import { COMMANDS } from './commands.ts';
import { UsageError } from './usage-error.ts';

const NAMES = Object.keys(COMMANDS).join(' ');

/** Completes the command; its files and options are the shell's and `--help`'s. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `complete -o default -W "${NAMES}" richesreach`,
  zsh: `_richesreach() { _arguments '1:command:(${NAMES})' '*:file:_files' }\ncompdef _richesreach richesreach`,
  fish: `complete -c richesreach -n __fish_use_subcommand -a "${NAMES}"`,
};

export const completionCommand = defineCommand({
  meta: { name: 'completion', description: 'Print the completion script for bash, zsh or fish' },
  args: {
    shell: {
      type: 'positional',
      required: true,
      description: 'bash, zsh or fish; e.g. eval "$(richesreach completion bash)"',
    },
  },
  run({ args }) {
    const script = SCRIPTS[args.shell];
    if (script === undefined)
      throw new UsageError(`There is no completion for ${args.shell}.`, 'Say bash, zsh or fish.');
    console.log(script);
  },
});
