import type { RedirectTargetRow } from '#model/api-chain-rows.ts';
import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList } from '../output/list.ts';
import type { Command } from './command.ts';
import { print } from './list-command.ts';

const columns: readonly Column<RedirectTargetRow>[] = [
  { name: 'LOCATION', value: ({ location }) => location },
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'ELEMENT', value: ({ elementId }) => elementId },
  { name: 'TRUST', value: ({ trust }) => trust },
  { name: 'UNTRUST', value: ({ untrust }) => untrust },
  { name: 'COMPLETE SINCE', value: ({ since }) => since },
];

export const redirectTarget: Command = {
  words: ['redirect-target'],
  summary: 'elements that traffic can be led to now, best first; exit 3 when there is none',
  parameters: [],
  options: {
    location: { summary: 'only this location', value: 'CODE', query: 'location' },
    role: { summary: 'only elements with a live service prefix of this role', value: 'ROLE', query: 'role' },
    family: { summary: 'only service prefixes of this address family', value: 'NAME', query: 'family' },
    count: { summary: 'so many at most (default 10)', value: 'N', short: 'n', query: 'n' },
  },
  formats,
  example: 'redirect-target --location nj -n 1 -o json',
  async run({ api, options, format, terminal }) {
    const { data } = await api.get<RedirectTargetRow[]>('/v1/redirect-targets', options.query());
    await print(renderList(data, columns, format, terminal.colour), terminal);
    return exitCodes.ok;
  },
};
