import type { RulesDocument, RulesVersionRow } from '#model/api-chain-rows.ts';
import { exitCodes } from '../exit-code.ts';
import { cellText } from '../output/columns.ts';
import { renderOne } from '../output/list.ts';
import type { Command } from './command.ts';
import { listCommand, print } from './list-command.ts';
import { rulesPath } from './rules-document.ts';

export const rulesGet: Command = {
  words: ['rules', 'get'],
  summary: 'the rules that count, or an older version, as `rules apply` takes them',
  parameters: [],
  options: { version: { summary: 'this version (default: the newest)', value: 'N' } },
  formats: ['yaml', 'json'],
  example: 'rules get > rules.yaml',
  async run({ api, options, format, terminal }) {
    const version = options.text('version');
    const path = version === undefined ? rulesPath : `${rulesPath}/versions/${encodeURIComponent(version)}`;
    const { data } = await api.get<RulesDocument>(path);
    if (format === 'yaml') await terminal.write(heading(data));
    await print(renderOne(data.rules, [], format, terminal.colour), terminal);
    return exitCodes.ok;
  },
};

export const rulesVersions = listCommand<RulesVersionRow>({
  words: ['rules', 'versions'],
  summary: 'versions of the rules, newest first',
  path: `${rulesPath}/versions`,
  options: {},
  columns: [
    { name: 'VERSION', value: ({ version }) => version },
    { name: 'WRITTEN', value: ({ writtenAt }) => writtenAt },
    { name: 'AUTHOR', value: ({ author }) => author },
    { name: 'COMMENT', value: ({ comment }) => comment },
  ],
});

/** What a document can't say of itself, as a comment. */
function heading({ version, writtenAt, author, comment, applied: { routers, behind } }: RulesDocument): string {
  const by = author === null ? '' : ` by ${cellText(author)}`;
  const written = writtenAt === null ? 'in force until another is written' : `written ${writtenAt}${by}`;
  const told = comment === null ? [] : [`# ${cellText(comment)}`];
  const applied = `# applied by ${routers} routers${behind.length === 0 ? '' : `, not yet by ${behind.map(cellText).join(' ')}`}`;
  return [`# version ${version}, ${written}`, ...told, applied, ''].join('\n');
}
