import { formatIpv4, parseIpv4 } from '../../net/address.ts';
import { formatRouteDistinguisher } from '../../net/route-distinguisher.ts';
import { writeRouteDistinguisher } from '../fields/octets.ts';
import { defineStructuredFamily } from './structured-family.ts';

/** RFC 4761 §3.2.2: a block of labels of one VPLS edge. */
export interface VplsBlock {
  type: 'vpls-block';
  routeDistinguisher: Uint8Array;
  veId: number;
  veBlockOffset: number;
  veBlockSize: number;
  /** 20 bits. */
  labelBase: number;
  /** The 4 bits behind the label. */
  labelBits: number;
}

/** RFC 6074 §3.2.2.1: a PE that has a VSI, for auto-discovery. */
export interface VplsDiscovery {
  type: 'vpls-discovery';
  routeDistinguisher: Uint8Array;
  peAddress: string;
}

export type VplsNlri = VplsBlock | VplsDiscovery;

const lengthField = 2;
const discoveryLength = 12;

/**
 * Length (2), route distinguisher (8), then VE ID (2), VE block offset (2), VE block size (2), label base (3);
 * or, of length 12, the PE's address (4).
 */
export const vpls = defineStructuredFamily<VplsNlri>({
  afi: 25,
  safi: 65,
  name: 'vpls',
  reference: 'RFC 4761, RFC 6074',
  measure: (field, at) => lengthField + (((field[at] ?? Number.NaN) << 8) | (field[at + 1] ?? Number.NaN)),
  decode(reader) {
    const length = reader.u16();
    const routeDistinguisher = reader.take(8);
    if (length === discoveryLength)
      return { type: 'vpls-discovery', routeDistinguisher, peAddress: formatIpv4(reader.take(4)) };
    const [veId, veBlockOffset, veBlockSize, base] = [reader.u16(), reader.u16(), reader.u16(), reader.u24()];
    const [labelBase, labelBits] = [base >> 4, base & 15];
    return { type: 'vpls-block', routeDistinguisher, veId, veBlockOffset, veBlockSize, labelBase, labelBits };
  },
  encode(writer, value) {
    const length = writer.fork(2);
    writeRouteDistinguisher(writer, value.routeDistinguisher);
    if (value.type === 'vpls-discovery') writer.bytes(parseIpv4(value.peAddress));
    else {
      writer.u16(value.veId).u16(value.veBlockOffset).u16(value.veBlockSize);
      writer.u24((value.labelBase << 4) | value.labelBits);
    }
    writer.join(length, 2);
  },
  key(writer, value) {
    writeRouteDistinguisher(writer, value.routeDistinguisher);
    if (value.type === 'vpls-discovery') writer.bytes(parseIpv4(value.peAddress));
    else writer.u16(value.veId).u16(value.veBlockOffset).u16(value.veBlockSize);
  },
  format: (value) =>
    value.type === 'vpls-discovery'
      ? value.peAddress
      : `ve ${value.veId} offset ${value.veBlockOffset} size ${value.veBlockSize}`,
  toJson({ routeDistinguisher, ...fields }) {
    return { ...fields, routeDistinguisher: formatRouteDistinguisher(routeDistinguisher) };
  },
  routeDistinguisher: ({ routeDistinguisher }) => routeDistinguisher,
  labels: (value) => (value.type === 'vpls-block' ? [value.labelBase] : null),
});
