import type { Writer } from '../../bytes/writer.ts';
import { formatIpv4, parseIpv4 } from '../../net/address.ts';
import { formatRouteDistinguisher } from '../../net/route-distinguisher.ts';
import { routeDistinguisherLength, writeRouteDistinguisher } from './route-distinguisher-field.ts';
import { defineStructuredFamily } from './structured-family.ts';

/** RFC 6037: the tree by which a PE sends the multicast of a VPN. */
export interface MulticastDistributionTree {
  routeDistinguisher: Uint8Array;
  peAddress: string;
  groupAddress: string;
}

const treeBits = 128;

/** Length in bits (1), which is 128, route distinguisher (8), the PE's address (4), group address (4). */
export const ipv4Mdt = defineStructuredFamily<MulticastDistributionTree>({
  afi: 1,
  safi: 66,
  name: 'ipv4-mdt',
  reference: 'RFC 6037',
  measure: (field, at) => 1 + (((field[at] ?? Number.NaN) + 7) >> 3),
  decode(reader) {
    const bits = reader.u8();
    if (bits !== treeBits) reader.fail(`length of ${bits} bits`);
    const routeDistinguisher = reader.take(routeDistinguisherLength);
    return { routeDistinguisher, peAddress: formatIpv4(reader.take(4)), groupAddress: formatIpv4(reader.take(4)) };
  },
  encode: (writer, value) => writeTree(writer.u8(treeBits), value),
  key: writeTree,
  format: ({ peAddress, groupAddress }) => `[${peAddress}]:[${groupAddress}]`,
  toJson({ routeDistinguisher, ...fields }) {
    return { ...fields, routeDistinguisher: formatRouteDistinguisher(routeDistinguisher) };
  },
  routeDistinguisher: ({ routeDistinguisher }) => routeDistinguisher,
});

function writeTree(writer: Writer, { routeDistinguisher, peAddress, groupAddress }: MulticastDistributionTree): void {
  writeRouteDistinguisher(writer, routeDistinguisher);
  writer.bytes(parseIpv4(peAddress)).bytes(parseIpv4(groupAddress));
}
