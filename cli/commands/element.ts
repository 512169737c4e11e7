import type { AnnouncementRow, ElementRow } from '#model/api-rows.ts';
import type { Column } from '../output/columns.ts';
import { elementStates } from '../states.ts';
import { failOnStates } from './fail-on.ts';
import { getCommand, listCommand } from './list-command.ts';

/** One line for people: what it is and what it lacks. */
export const elementLine = ({ id, state, missing }: ElementRow): string =>
  `${id} is ${state}${missing.length > 0 ? `, ${missing.join(' and ')} missing` : ''}`;

const columns: readonly Column<ElementRow>[] = [
  { name: 'LOCATION', value: ({ location }) => location },
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'ELEMENT', value: ({ id }) => id },
  { name: 'TRUST', value: (element) => serviceAddresses(element, 'trust') },
  { name: 'UNTRUST', value: (element) => serviceAddresses(element, 'untrust') },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'MISSING', value: ({ missing }) => missing.join(' ') },
  { name: 'SINCE', value: ({ since }) => since },
  { name: 'REASON', value: ({ reason }) => reason },
];

const details: readonly Column<ElementRow>[] = [
  ...columns,
  { name: 'VENDOR', value: ({ vendor }) => vendor },
  { name: 'DEVICE ID', value: ({ deviceId }) => deviceId },
  { name: 'PAIRED BY', value: ({ pairing }) => `${pairing.strategy} ${pairing.key}` },
  { name: 'PEERS', value: ({ interfaces }) => [...new Set(Object.values(interfaces).flat().map(peerOf))].join(' ') },
  { name: 'FIRST SEEN', value: ({ firstSeen }) => firstSeen },
];

export const elementList = listCommand<ElementRow>({
  words: ['element', 'list'],
  summary: 'service elements and whether they are usable',
  path: '/v1/elements',
  options: {
    location: { summary: 'only this location', value: 'CODE', query: 'location' },
    state: { summary: 'only elements in this state', value: 'STATE', query: 'state', choices: elementStates },
    role: { summary: 'only elements with this role', value: 'ROLE', query: 'role' },
    router: { summary: 'only elements at this router', value: 'ID', query: 'router' },
    'service-ip': { summary: 'only the element of this service address', value: 'PREFIX', query: 'serviceIp' },
  },
  columns,
  failOn: failOnStates({ of: 'an element', states: elementStates, stateOf: ({ state }) => state, line: elementLine }),
  example: 'element list --location nj --fail-on half-open,lost,conflict',
});

export const elementGet = getCommand<ElementRow>({
  words: ['element', 'get'],
  summary: 'one service element',
  path: '/v1/elements',
  columns: details,
});

function serviceAddresses({ interfaces }: ElementRow, role: string): string {
  return (interfaces[role] ?? []).map(({ serviceIp }) => serviceIp).join(' ');
}

function peerOf({ peerIp }: AnnouncementRow): string {
  return peerIp;
}
