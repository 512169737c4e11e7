import type { PrefixRow, RouteRow } from '#model/api-rows.ts';
import { labelText } from '#model/label-text.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import type { Command, Context } from './command.ts';
import { printFound, printLines } from './list-command.ts';
import { at, communitiesOf, familyOf, ofFeed, ribPath, routeName } from './rib.ts';

const columns = (first: string): readonly Column<RouteRow>[] => [
  { name: first, value: routeName },
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'PEER', value: ({ peer }) => peer.address },
  { name: 'VIEW', value: ({ view }) => view },
  { name: 'PATH ID', value: ({ pathId }) => pathId },
  { name: 'LABELS', value: labelText },
  { name: 'NEXT HOP', value: ({ attributes }) => attributes.nextHop },
  { name: 'AS PATH', value: ({ attributes }) => attributes.asPath },
  { name: 'LOCAL PREF', value: ({ attributes }) => attributes.localPref },
  { name: 'MED', value: ({ attributes }) => attributes.med },
  { name: 'COMMUNITIES', value: ({ attributes }) => communitiesOf(attributes) },
  { name: 'STATE', value: ({ stale }) => (stale ? 'stale' : ''), state: true },
];

const ofRoute: Command['options'] = {
  ...ofFeed,
  'no-stale': {
    summary: 'not the stale routes: those of lost feeds, and those not yet heard again',
    query: 'includeStale',
    given: 'false',
  },
  ...at,
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
  run: (context) => printFound(context, lookedUp(context), columns('PREFIX'), `no route for ${context.parameters[0]}`),
};

export const routeList: Command = {
  words: ['route', 'list'],
  summary: 'the routes of any address family that have what is asked; as ndjson, without being asked, a whole table',
  parameters: [],
  options: {
    family: { summary: 'address family, e.g. evpn (default ipv4-unicast)', value: 'NAME' },
    ...ofRoute,
    nlri: {
      summary: "only this NLRI, of a family without prefixes, `*` being any text: '[2]:*', '[E][O]*'",
      value: 'PATTERN',
      query: 'nlri',
    },
    community: {
      summary: "only routes with this community, of any kind: 13979:100, '13979:*', rt:65000:1-9, no-export",
      value: 'PATTERN',
      query: 'community',
    },
    'as-path': {
      summary: "only paths with these AS numbers, one after the other, or this regular expression: '_65000_', '65000$'",
      value: 'ASNS|REGEXP',
      query: 'asPath',
    },
    'origin-as': { summary: 'only routes of this AS', value: 'ASN', query: 'originAs' },
    'next-hop': { summary: 'only routes to this address', value: 'IP', query: 'nextHop' },
    'min-length': { summary: 'no shorter prefixes', value: 'BITS', query: 'minLength' },
    'max-length': { summary: 'no longer prefixes', value: 'BITS', query: 'maxLength' },
    'changed-since': { summary: 'only routes that changed since', value: 'TIME', query: 'changedSince' },
  },
  formats,
  run(context) {
    const { api, options, format } = context;
    const path = ribPath(options.text('family') ?? 'ipv4-unicast', 'routes');
    if (format === 'ndjson') return printLines(context, api.lines(path, options.query()), noneText);
    return printFound(context, api.list<RouteRow>(path, options.query()), columns('ROUTE'), noneText);
  },
};

const noneText = 'no such route';

async function* lookedUp({ api, parameters: [target = ''], options }: Context): AsyncGenerator<RouteRow> {
  const family = options.text('family') ?? familyOf(target);
  const query = { ...options.query(), [target.includes('/') ? 'prefix' : 'ip']: target };
  for await (const group of api.list<PrefixRow>(ribPath(family, 'lookup'), query)) yield* group.routes;
}
