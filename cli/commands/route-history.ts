import type { RouteChangeRow } from '#model/api-rows.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import type { Command } from './command.ts';
import { printFound } from './list-command.ts';
import { communitiesOf, familyOf, ofFeed, ribPath, routeName, routeQuery } from './rib.ts';

const columns: readonly Column<RouteChangeRow>[] = [
  { name: 'TIME', value: ({ time }) => time },
  { name: 'CHANGE', value: ({ kind, reason }) => (reason === null ? kind : `${kind} (${reason})`) },
  { name: 'ROUTE', value: routeName },
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'PEER', value: ({ peer }) => peer.address },
  { name: 'VIEW', value: ({ view }) => view },
  { name: 'PATH ID', value: ({ pathId }) => pathId },
  { name: 'NEXT HOP', value: ({ attributes }) => attributes.nextHop },
  { name: 'AS PATH', value: ({ attributes }) => attributes.asPath },
  { name: 'COMMUNITIES', value: ({ attributes }) => communitiesOf(attributes) },
  { name: 'DIFFERENCES', value: ({ differences }) => differences.join(', ') },
];

export const routeHistory: Command = {
  words: ['route', 'history'],
  summary: 'what became of the routes of a prefix, oldest first; of a family without prefixes, of an NLRI',
  parameters: [{ name: 'PREFIX|NLRI', required: true }],
  options: {
    family: {
      summary: 'address family, e.g. evpn (default ipv4-unicast or ipv6-unicast, as the prefix is)',
      value: 'NAME',
    },
    from: { summary: 'only changes since then (default: as long ago as is kept)', value: 'TIME', query: 'from' },
    to: { summary: 'only changes until then (default: now)', value: 'TIME', query: 'to' },
    ...ofFeed,
  },
  formats,
  run(context) {
    const { api, options, parameters } = context;
    const [target = ''] = parameters;
    const path = ribPath(options.text('family') ?? familyOf(target), 'history');
    const changes = api.list<RouteChangeRow>(path, { ...options.query(), ...routeQuery(target) });
    return printFound(context, changes, columns, `no change of ${target} in that time`);
  },
};
