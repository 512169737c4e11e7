import type { Topology } from '#model/api-chain-rows.ts';
import { exitCodes } from '../exit-code.ts';
import { renderOne } from '../output/list.ts';
import { topologyTree } from '../output/topology-tree.ts';
import type { Command } from './command.ts';
import { print } from './list-command.ts';

export const topology: Command = {
  words: ['topology'],
  summary: 'locations, their routers, elements and service addresses, as a tree',
  parameters: [],
  options: { location: { summary: 'only this location', value: 'CODE', query: 'location' } },
  formats: ['text', 'json'],
  example: 'topology --location nj',
  async run({ api, options, format, terminal }) {
    const { data } = await api.get<Topology>('/v1/topology', options.query());
    if (format === 'json') await print(renderOne(data, [], format, terminal.colour), terminal);
    else await terminal.write(topologyTree(data, terminal.colour));
    return exitCodes.ok;
  },
};
