import { readDocument } from '../document.ts';
import { exitCodes } from '../exit-code.ts';
import { changesAnything, effectCaveats, effectLines } from '../output/effect-lines.ts';
import { renderOne } from '../output/list.ts';
import type { Command } from './command.ts';
import { print } from './list-command.ts';
import { effectOf, fileParameter, tellingFaults } from './rules-document.ts';

export const rulesDiff: Command = {
  words: ['rules', 'diff'],
  summary: 'what other rules would make of the live state: what appears, vanishes, changes; nothing is written',
  parameters: [fileParameter],
  options: { 'fail-on-change': { summary: 'exit 5 when anything would appear, vanish or change' } },
  formats: ['text', 'json'],
  example: 'rules diff rules.yaml --fail-on-change',
  async run({ api, parameters: [file = ''], options, format, terminal }) {
    const document = await readDocument(file, terminal);
    const effect = await tellingFaults(document, terminal, effectOf(api, document));
    for (const caveat of effectCaveats(effect)) terminal.note(caveat);
    if (format === 'json') await print(renderOne(effect, [], format, terminal.colour), terminal);
    else for (const line of effectLines(effect, terminal.colour)) await terminal.write(line);
    return options.flag('fail-on-change') && changesAnything(effect) ? exitCodes.checkFailed : exitCodes.ok;
  },
};
