import type { OverrideRow } from '#model/api-chain-rows.ts';
import { readDocument } from '../document.ts';
import { exitCodes } from '../exit-code.ts';
import { type Column, cellText } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { idOfOverride } from '../override-id.ts';
import type { Command } from './command.ts';
import { listCommand } from './list-command.ts';
import { fileParameter, tellingFaults } from './rules-document.ts';
import { commentOption, commentQuery, newestRules } from './rules-writing.ts';

const path = '/v1/overrides';

/** What it does: `location nj`, `drain true`. */
const doesText = ({ override: { reason: _, ...rest } }: OverrideRow): string =>
  Object.entries(rest)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

const columns: readonly Column<OverrideRow>[] = [
  { name: 'ID', value: ({ id }) => id },
  { name: 'OVERRIDE', value: doesText },
  { name: 'REASON', value: ({ override }) => override.reason },
];

export const overrideList = listCommand<OverrideRow>({
  words: ['override', 'list'],
  summary: 'where an operator knows better than the rules, or wants otherwise',
  path,
  options: {},
  columns,
  formats: [...formats, 'yaml'],
});

export const overrideSet: Command = {
  words: ['override', 'set'],
  summary: 'adds an override or replaces it: {element, drain}, {router, location, …} or {ignorePrefix, router}',
  parameters: [fileParameter],
  options: commentOption,
  formats: ['text'],
  example: "override set - <<< '{element: nj01emd~11.11.11.11, drain: true, reason: upgrade}'",
  async run({ api, parameters: [file = ''], options, terminal }) {
    const document = await readDocument(file, terminal);
    const id = await idOfOverride(document);
    const headers = { 'if-match': (await newestRules(api)).tag, 'content-type': document.mediaType };
    const target = `${path}/${encodeURIComponent(id)}`;
    const sending = api.send<OverrideRow>('PUT', target, document.content, headers, commentQuery(options));
    const { data } = await tellingFaults(document, terminal, sending);
    await terminal.write(`${cellText(data.id)} is set\n`);
    return exitCodes.ok;
  },
};

export const overrideDelete: Command = {
  words: ['override', 'delete'],
  summary: 'takes an override back',
  parameters: [{ name: 'ID', required: true }],
  options: commentOption,
  formats: ['text'],
  example: 'override delete element:nj01emd~11.11.11.11',
  async run({ api, parameters: [id = ''], options, terminal }) {
    const headers = { 'if-match': (await newestRules(api)).tag };
    await api.send('DELETE', `${path}/${encodeURIComponent(id)}`, undefined, headers, commentQuery(options));
    await terminal.write(`${cellText(id)} is taken back\n`);
    return exitCodes.ok;
  },
};
