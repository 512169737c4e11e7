import { isIPv6 } from 'node:net';
import type { PrefixRow, RouteRow } from '#model/api-rows.ts';
import { communityText } from '#model/community-text.ts';
import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList } from '../output/list.ts';
import type { Command, Context } from './command.ts';
import { print } from './list-command.ts';

const columns: readonly Column<RouteRow>[] = [
  { name: 'PREFIX', value: ({ prefix, rd }) => (rd === null ? prefix : `${rd} ${prefix}`) },
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'PEER', value: ({ peer }) => peer.address },
  { name: 'VIEW', value: ({ view }) => view },
  { name: 'PATH ID', value: ({ pathId }) => pathId },
  { name: 'NEXT HOP', value: ({ attributes }) => attributes.nextHop },
  { name: 'AS PATH', value: ({ attributes }) => attributes.asPath },
  { name: 'LOCAL PREF', value: ({ attributes }) => attributes.localPref },
  { name: 'MED', value: ({ attributes }) => attributes.med },
  { name: 'COMMUNITIES', value: ({ attributes }) => communitiesOf(attributes).join(' ') },
  { name: 'STATE', value: ({ stale }) => (stale ? 'stale' : ''), state: true },
];

export const routeLookup: Command = {
  words: ['route', 'lookup'],
  summary: 'the routes of an address (longest match) or a prefix (exact match)',
  parameters: [{ name: 'IP|PREFIX', required: true }],
  options: {
    family: {
      summary: 'address family, e.g. vpnv4 (default ipv4-unicast or ipv6-unicast, as the address is)',
      value: 'NAME',
    },
    match: {
      summary: 'which prefixes',
      value: 'HOW',
      query: 'match',
      choices: ['longest', 'exact', 'covering', 'covered'],
    },
    router: { summary: 'only routes of this router', value: 'ID', query: 'router' },
    peer: { summary: 'only routes of this peer', value: 'ID', query: 'peer' },
    view: { summary: 'only this view, e.g. adj-rib-in-post', value: 'VIEW', query: 'view' },
    rd: { summary: 'only this route distinguisher', value: 'RD', query: 'rd' },
    'no-stale': {
      summary: 'not the stale routes: those of lost feeds, and those not yet heard again',
      query: 'includeStale',
      given: 'false',
    },
  },
  formats,
  async run(context) {
    const seen = { routes: 0 };
    await print(
      renderList(counted(routes(context), seen), columns, context.format, context.terminal.colour),
      context.terminal,
    );
    if (seen.routes > 0) return exitCodes.ok;
    context.terminal.note(`no route for ${context.parameters[0]}`);
    return exitCodes.notFound;
  },
};

async function* routes({ api, parameters: [target = ''], options }: Context): AsyncGenerator<RouteRow> {
  const family = options.text('family') ?? (isIPv6(target.split('/')[0] ?? '') ? 'ipv6-unicast' : 'ipv4-unicast');
  const query = { ...options.query(), [target.includes('/') ? 'prefix' : 'ip']: target };
  for await (const { data } of api.pages<PrefixRow[]>(`/v1/rib/${encodeURIComponent(family)}/lookup`, query)) {
    for (const group of data) yield* group.routes;
  }
}

async function* counted<Row>(rows: AsyncIterable<Row>, seen: { routes: number }): AsyncGenerator<Row> {
  for await (const row of rows) {
    seen.routes++;
    yield row;
  }
}

function communitiesOf({ communities, extendedCommunities, largeCommunities }: RouteRow['attributes']): string[] {
  return [...communities.map(communityText), ...extendedCommunities, ...largeCommunities];
}
