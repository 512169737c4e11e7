import { cellText } from './columns.ts';

interface Discovered {
  location: string;
  vendor: string | null;
  peerIp: string;
  deviceId: string;
  serviceIp: string;
  serviceIpType: string;
}

/** The layout of the system that this one replaces, octet for octet: scripts read it. */
const layout: readonly [string, (row: Discovered) => string | null][] = [
  ['Location\t: ', (row) => row.location],
  ['Vendor\t  \t: ', (row) => row.vendor],
  ['Peer IP\t  \t: ', (row) => row.peerIp],
  ['Device ID\t: ', (row) => row.deviceId],
  ['Service IP\t: ', (row) => row.serviceIp],
  ['Service IP Type : ', (row) => row.serviceIpType],
];

export async function* discoveredText(rows: AsyncIterable<Discovered>): AsyncGenerator<string> {
  for await (const row of rows)
    yield `${layout.map(([label, value]) => `\t\t${label}${cellText(value(row))}\n`).join('')}\n`;
}
