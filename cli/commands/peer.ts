import type { PeerRow } from '#model/api-rows.ts';
import type { Column } from '../output/columns.ts';
import { getCommand, listCommand } from './list-command.ts';

const columns: readonly Column<PeerRow>[] = [
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'PEER', value: ({ address }) => address },
  { name: 'AS', value: ({ asn }) => asn },
  { name: 'BGP ID', value: ({ bgpId }) => bgpId },
  { name: 'TYPE', value: ({ type }) => type },
  { name: 'RD', value: ({ distinguisher }) => distinguisher },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'SINCE', value: ({ since }) => since },
  { name: 'DOWN REASON', value: ({ downReason }) => downReason },
];

const details: readonly Column<PeerRow>[] = [
  { name: 'ID', value: ({ id }) => id },
  ...columns,
  { name: 'TABLE', value: ({ table }) => table },
  {
    name: 'FEEDS',
    value: ({ feeds }) => feeds.map(({ view, family, state }) => `${view} ${family} ${state}`).join(', '),
  },
];

export const peerList = listCommand<PeerRow>({
  words: ['peer', 'list'],
  summary: 'BGP sessions of the routers',
  path: '/v1/peers',
  options: {
    router: { summary: 'only peers of this router', value: 'ID', query: 'router' },
    asn: { summary: 'only peers of this AS', value: 'NUMBER', query: 'asn' },
    address: { summary: 'only the peer at this address', value: 'IP', query: 'address' },
    'bgp-id': { summary: 'only peers with this BGP identifier', value: 'ID', query: 'bgpId' },
    state: { summary: 'only peers in this state', value: 'STATE', query: 'state' },
    type: { summary: 'only peers of this type', value: 'TYPE', query: 'type' },
  },
  columns,
});

export const peerGet = getCommand<PeerRow>({
  words: ['peer', 'get'],
  summary: 'one BGP session',
  path: '/v1/peers',
  columns: details,
});
