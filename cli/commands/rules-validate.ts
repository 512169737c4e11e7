import { readDocument } from '../document.ts';
import { faultsOf, faultText } from '../document-faults.ts';
import { exitCodes } from '../exit-code.ts';
import { countsText, effectCaveats } from '../output/effect-lines.ts';
import type { Command, Context } from './command.ts';
import { effectOf, fileParameter } from './rules-document.ts';

export const rulesValidate: Command = {
  words: ['rules', 'validate'],
  summary: 'whether a rules document is taken; exit 5 and its faults when it is not; nothing is written',
  parameters: [fileParameter],
  options: {},
  formats: ['text', 'json'],
  example: 'rules validate rules.yaml',
  async run(context) {
    const {
      api,
      parameters: [file = ''],
      format,
      terminal,
    } = context;
    const document = await readDocument(file, terminal);
    try {
      const effect = await effectOf(api, document);
      for (const caveat of effectCaveats(effect)) terminal.note(caveat);
      await told(context, { valid: true, faults: [] }, `${document.name} is valid: ${countsText(effect)}\n`);
      return exitCodes.ok;
    } catch (error) {
      const faults = await faultsOf(error, document);
      if (faults === null) throw error;
      if (format === 'text') for (const fault of faults) terminal.note(faultText(document, fault));
      await told(context, { valid: false, faults }, '');
      return exitCodes.checkFailed;
    }
  },
};

const told = ({ format, terminal }: Context, verdict: object, text: string): Promise<void> =>
  terminal.write(format === 'json' ? `${JSON.stringify(verdict, null, 2)}\n` : text);
