import { fileURLToPath } from 'node:url';
import { completionScripts } from '../completion-scripts.ts';
import { exitCodes, UsageError } from '../exit-code.ts';
import type { Command } from './command.ts';

const shells = Object.keys(completionScripts);

/** This Node, which runs TypeScript, and the program that knows what may stand at the cursor. */
const ask = [process.execPath, fileURLToPath(new URL('../complete.ts', import.meta.url))];

export const completion: Command = {
  words: ['completion'],
  summary: 'completes commands and options in a shell: source <(bmpaas completion bash)',
  parameters: [{ name: shells.join('|'), required: true }],
  options: {},
  formats: ['text'],
  async run({ parameters: [shell = ''], terminal }) {
    const script = Object.hasOwn(completionScripts, shell) ? completionScripts[shell] : undefined;
    if (script === undefined)
      throw new UsageError(`completion: a shell is one of ${shells.join(', ')}, not '${shell}'`);
    await terminal.write(script(ask));
    return exitCodes.ok;
  },
};
