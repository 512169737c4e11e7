import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import { addressLength, formatPrefix, octetsOfBits, significantOctets } from '../../net/prefix.ts';
import type { NlriContext } from '../context.ts';
import { routeDistinguisherLength, writeRouteDistinguisher } from '../fields/octets.ts';
import { defineFamily, type Family, type Nlri } from './family.ts';
import { decodeLabels, encodeLabels, labelEntryBits } from './label-stack.ts';
import { measureBits, type PrefixFamilyIdentity, prefixKey } from './prefix-family.ts';

interface LabeledPrefixFamilyIdentity extends PrefixFamilyIdentity {
  /** Labels come before all else. */
  labeled: boolean;
  /** A route distinguisher comes before the prefix. */
  distinguished: boolean;
}

interface Shape extends LabeledPrefixFamilyIdentity {
  /** Bits of the route distinguisher. */
  distinguisherBits: number;
  /** Bits of an address. */
  addressBits: number;
  /** Bounds of the length in bits; a stack of labels is bounded by the length octet alone. */
  least: number;
  most: number;
}

/**
 * A family whose NLRI are length in bits of all that follows (1), labels (3 each, RFC 8277 §2), route distinguisher
 * (8, RFC 4364 §4.3.4) and prefix, the second and third as the family has them.
 */
export function defineLabeledPrefixFamily(identity: LabeledPrefixFamilyIdentity): Family {
  const { labeled, ...known } = identity;
  const { distinguished } = identity;
  const ipVersion = identity.afi === 1 ? 4 : 6;
  const addressBits = addressLength[ipVersion] * 8;
  const distinguisherBits = distinguished ? routeDistinguisherLength * 8 : 0;
  const least = distinguisherBits + (labeled ? labelEntryBits : 0);
  const most = labeled ? 0xff : distinguisherBits + addressBits;
  const shape: Shape = { ...identity, distinguisherBits, addressBits, least, most };
  const format = (nlri: Nlri): string => formatPrefix(nlri, ipVersion);
  return defineFamily({
    ...known,
    ipVersion,
    format,
    delimited: true,
    plainPrefixes: false,
    measure: (field, at) => measureBits(field, at, least, most),
    decode: (reader, pathId, context) => decodeNlri(reader, pathId, shape, context),
    encode: (writer, nlri) => encodeNlri(writer, nlri, shape),
    key: (nlri) => prefixKey(nlri, ipVersion),
    describe: (nlri) => ({
      text: format(nlri),
      routeDistinguisher: nlri.routeDistinguisher,
      labels: nlri.labels,
      fields: null,
    }),
  });
}

function decodeNlri(reader: Reader, pathId: number | null, shape: Shape, context: NlriContext): Nlri {
  const { afi, safi, labeled, distinguished, distinguisherBits, addressBits, least, most } = shape;
  const length = reader.peek();
  if (length < least || length > most) reader.fail(`prefix length ${length}`);
  reader.skip(1);
  const field = reader.sub(octetsOfBits(length));
  const prefixBits = (depth: number): number => length - depth * labelEntryBits - distinguisherBits;
  const fits = (depth: number): boolean => prefixBits(depth) >= 0 && prefixBits(depth) <= addressBits;
  const multiple = labeled && context.session.multipleLabels(afi, safi);
  const stack = labeled ? decodeLabels(field, multiple, fits, context) : { labels: null, depth: 0 };
  if (stack === null) return field.fail(`prefix length ${prefixBits(1)}`);
  const routeDistinguisher = distinguished ? field.take(routeDistinguisherLength) : null;
  const prefixLength = prefixBits(stack.depth);
  const address = significantOctets(field.rest(), prefixLength);
  return { pathId, prefixLength, address, routeDistinguisher, labels: stack.labels, nlri: null };
}

function encodeNlri(writer: Writer, nlri: Nlri, { name, labeled, distinguished, addressBits }: Shape): void {
  const { labels, routeDistinguisher, prefixLength, address } = nlri;
  if (prefixLength > addressBits || address.length !== octetsOfBits(prefixLength) || nlri.nlri !== null)
    throw new EncodeError(`no ${name} prefix`);
  const length = writer.length;
  writer.u8(0);
  if (labeled) encodeLabels(writer, labels);
  if (distinguished) writeRouteDistinguisher(writer, routeDistinguisher ?? new Uint8Array(0));
  const bits = (writer.length - length - 1) * 8 + prefixLength;
  writer.patch(length, 1, bits).bytes(address);
}
