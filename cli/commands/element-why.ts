import type { Evidence } from '#model/api-chain-rows.ts';
import { exitCodes } from '../exit-code.ts';
import { evidenceText } from '../output/evidence-text.ts';
import { renderOne } from '../output/list.ts';
import type { Command } from './command.ts';
import { print } from './list-command.ts';

export const elementWhy: Command = {
  words: ['element', 'why'],
  summary: 'why a service element is in its state: all that this follows from',
  parameters: [{ name: 'ID', required: true }],
  options: {},
  formats: ['text', 'json'],
  example: 'element why nj01emd~11.11.11.11',
  async run({ api, parameters: [id = ''], format, terminal }) {
    const { data } = await api.get<Evidence>(`/v1/elements/${encodeURIComponent(id)}/evidence`);
    if (format === 'json') await print(renderOne(data, [], format, terminal.colour), terminal);
    else await terminal.write(evidenceText(data, terminal.colour));
    return exitCodes.ok;
  },
};
