import { printable } from './printable.ts';

export interface Discovered {
  location: string;
  vendor: string | null;
  peerIp: string;
  deviceId: string;
  serviceIp: string;
  serviceIpType: string;
}

/** The layout of the system that this one replaces, octet for octet: scripts read it. */
const layout: readonly (readonly [label: string, value: (row: Discovered) => string | null])[] = [
  ['Location\t: ', ({ location }) => location],
  ['Vendor\t  \t: ', ({ vendor }) => vendor],
  ['Peer IP\t  \t: ', ({ peerIp }) => peerIp],
  ['Device ID\t: ', ({ deviceId }) => deviceId],
  ['Service IP\t: ', ({ serviceIp }) => serviceIp],
  ['Service IP Type : ', ({ serviceIpType }) => serviceIpType],
];

/** One announcement as text. */
export const discoveredText = (row: Discovered): string =>
  `${layout.map(([label, value]) => `\t\t${label}${printable(value(row) ?? '')}\n`).join('')}\n`;
