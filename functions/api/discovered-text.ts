import type { AnnouncementRow } from '#model/api-rows.ts';
import { printable } from './table.ts';

/** The layout of the system this one replaces, octet for octet: scripts read it. */
const lines: readonly (readonly [label: string, value: (row: AnnouncementRow) => string | null])[] = [
  ['Location\t: ', ({ location }) => location],
  ['Vendor\t  \t: ', ({ vendor }) => vendor],
  ['Peer IP\t  \t: ', ({ peerIp }) => peerIp],
  ['Device ID\t: ', ({ deviceId }) => deviceId],
  ['Service IP\t: ', ({ serviceIp }) => serviceIp],
  ['Service IP Type : ', ({ serviceIpType }) => serviceIpType],
];

export const discoveredText = (rows: readonly AnnouncementRow[]): string =>
  rows
    .map((row) => `${lines.map(([label, value]) => `\t\t${label}${printable(value(row) ?? '')}\n`).join('')}\n`)
    .join('');
