import { isIPv6 } from 'node:net';
import type { PrefixRow, RouteRow } from '#model/api-rows.ts';
import { communityText } from '#model/community-text.ts';
import { labelText } from '#model/label-text.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList } from '../output/list.ts';
import type { Command, Context } from './command.ts';
import { print } from './list-command.ts';

const columns = (first: string): readonly Column<RouteRow>[] => [
  { name: first, value: ({ prefix, nlri, rd }) => [rd, prefix ?? nlri].filter((part) => part !== null).join(' ') },
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'PEER', value: ({ peer }) => peer.address },
  { name: 'VIEW', value: ({ view }) => view },
  { name: 'PATH ID', value: ({ pathId }) => pathId },
  { name: 'LABELS', value: labelText },
  { name: 'NEXT HOP', value: ({ attributes }) => attributes.nextHop },
  { name: 'AS PATH', value: ({ attributes }) => attributes.asPath },
  { name: 'LOCAL PREF', value: ({ attributes }) => attributes.localPref },
  { name: 'MED', value: ({ attributes }) => attributes.med },
  { name: 'COMMUNITIES', value: ({ attributes }) => communitiesOf(attributes).join(' ') },
  { name: 'STATE', value: ({ stale }) => (stale ? 'stale' : ''), state: true },
];

const ofRoute: Command['options'] = {
  router: { summary: 'only routes of this router', value: 'ID', query: 'router' },
  peer: { summary: 'only routes of this peer', value: 'ID', query: 'peer' },
  view: { summary: 'only this view, e.g. adj-rib-in-post', value: 'VIEW', query: 'view' },
  rd: { summary: 'only this route distinguisher', value: 'RD', query: 'rd' },
  'no-stale': {
    summary: 'not the stale routes: those of lost feeds, and those not yet heard again',
    query: 'includeStale',
    given: 'false',
  },
};

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
    ...ofRoute,
  },
  formats,
  run: (context) => printRoutes(context, lookedUp(context), 'PREFIX', `no route for ${context.parameters[0]}`),
};

export const routeList: Command = {
  words: ['route', 'list'],
  summary: 'the routes of any address family that have what is asked',
  parameters: [],
  options: {
    family: { summary: 'address family, e.g. evpn (default ipv4-unicast)', value: 'NAME' },
    ...ofRoute,
    community: { summary: 'only routes with this community, of any kind', value: 'NAME', query: 'community' },
    'as-path': { summary: 'only paths with these AS numbers, one after the other', value: 'ASNS', query: 'asPath' },
    'origin-as': { summary: 'only routes of this AS', value: 'ASN', query: 'originAs' },
    'next-hop': { summary: 'only routes to this address', value: 'IP', query: 'nextHop' },
    'min-length': { summary: 'no shorter prefixes', value: 'BITS', query: 'minLength' },
    'max-length': { summary: 'no longer prefixes', value: 'BITS', query: 'maxLength' },
    'changed-since': { summary: 'only routes that changed since', value: 'TIME', query: 'changedSince' },
  },
  formats,
  run(context) {
    const { api, options } = context;
    const routes = api.list<RouteRow>(ribPath(options.text('family') ?? 'ipv4-unicast', 'routes'), options.query());
    return printRoutes(context, routes, 'ROUTE', 'no such route');
  },
};

const ribPath = (family: string, operation: string): string => `/v1/rib/${encodeURIComponent(family)}/${operation}`;

async function* lookedUp({ api, parameters: [target = ''], options }: Context): AsyncGenerator<RouteRow> {
  const family = options.text('family') ?? (isIPv6(target.split('/')[0] ?? '') ? 'ipv6-unicast' : 'ipv4-unicast');
  const query = { ...options.query(), [target.includes('/') ? 'prefix' : 'ip']: target };
  for await (const group of api.list<PrefixRow>(ribPath(family, 'lookup'), query)) yield* group.routes;
}

async function printRoutes(
  { format, terminal }: Context,
  routes: AsyncIterable<RouteRow>,
  firstColumn: string,
  noneText: string,
): Promise<ExitCode> {
  const seen = { routes: 0 };
  await print(renderList(counted(routes, seen), columns(firstColumn), format, terminal.colour), terminal);
  if (seen.routes > 0) return exitCodes.ok;
  terminal.note(noneText);
  return exitCodes.notFound;
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
