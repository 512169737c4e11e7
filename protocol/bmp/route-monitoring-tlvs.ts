import { type Capability, capabilitiesNamed, decodeCapability } from '../bgp/capabilities/index.ts';
import { type BgpContext, messageLengths } from '../bgp/context.ts';
import { bgpHeaderLength, startsWithMarker } from '../bgp/message.ts';
import { Reader } from '../bytes/reader.ts';
import { DecodeError } from '../errors.ts';
import { hexOf } from '../net/hex.ts';
import { decodePathStatus, pathStatusToJson } from './path-marking.ts';
import type { RawTlv, TlvType, TlvTypes } from './tlv.ts';
import { extendedFlags, fieldsType, sequenceNumber, textType, timestamp } from './tlv-types.ts';

/** TLVs of Route Monitoring in version 4, draft-ietf-grow-bmp-tlv §5.2. */

export const bgpMessage: TlvType = { name: 'bgp-message', isText: false, describe: null };

/** Its own index, with the topmost bit set, stands for all indexes in its value. */
export const group = fieldsType('group', (value) => ({ indexes: decodeIndexes(value) }));

export const tableName = textType('table-name');

export const pathMarking = fieldsType('path-marking', (value) => pathStatusToJson(decodePathStatus(value)));

const capability = fieldsType('stateless-parsing', (value) => {
  const octets = hexOf(value.peekRest());
  const { code, name } = decodeCapability(value);
  return { code, capability: name, hex: octets };
});

/**
 * Code points have moved between editions of the draft, and the version number has not: the type of the TLV that holds the
 * BGP message tells which edition a message is of. By that type:
 */
const editions: readonly (readonly [messageType: number, types: TlvTypes])[] = [
  // -20 §9. draft-ietf-grow-bmp-path-marking-tlv-05 §7 claims 5 all the same; no name begins with a zero.
  [
    7,
    ({ type, value }) =>
      type === 5 && value[0] === 0 && (value.length === 4 || value.length === 6)
        ? pathMarking
        : [undefined, sequenceNumber, extendedFlags, timestamp, group, tableName, capability, bgpMessage][type],
  ],
  // -19 §9
  [4, ({ type }) => [undefined, capability, group, tableName, bgpMessage, pathMarking][type]],
  // Appendix A, which kept the numbers of earlier editions
  [1, ({ type }) => [undefined, bgpMessage, group, tableName, capability, pathMarking][type]],
];

/** What -20 gives the BGP Message TLV. */
export const bgpMessageType = 7;

/** The types as the message has them; none where no TLV holds a BGP message, as in version 3. */
export function routeMonitoringTypes(tlvs: readonly RawTlv[]): TlvTypes | undefined {
  return editions.find(([messageType]) => tlvs.some((tlv) => tlv.type === messageType && holdsMessage(tlv)))?.[1];
}

const holdsMessage = ({ index, value }: RawTlv): boolean =>
  index !== null && value.length >= bgpHeaderLength && startsWithMarker(Reader.over(value));

/** The indexes (2 each) of a Group TLV. */
export function decodeIndexes(reader: Reader): number[] {
  const indexes: number[] = [];
  while (reader.remaining > 0) indexes.push(reader.u16());
  return indexes;
}

/** What the Stateless Parsing TLVs say goes before what the Peer Up said; of families that they leave out it still holds (§5.2.3). */
export function statelessContext(session: BgpContext, tlvs: readonly RawTlv[], types: TlvTypes): BgpContext {
  const capabilities = tlvs.filter((tlv) => types(tlv) === capability).flatMap(({ value }) => capabilityIn(value));
  if (capabilities.length === 0) return session;
  const fourOctetAs = capabilitiesNamed(capabilities, 'four-octet-as').length > 0;
  const extended = capabilitiesNamed(capabilities, 'extended-message').length > 0;
  const addPath = capabilitiesNamed(capabilities, 'add-path').flatMap(({ families }) => families);
  const labels = capabilitiesNamed(capabilities, 'multiple-labels').flatMap(({ families }) => families);
  const of = (afi: number, safi: number) => (entry: { afi: number; safi: number }) =>
    entry.afi === afi && entry.safi === safi;
  return {
    fourOctetAs: fourOctetAs || session.fourOctetAs,
    fourOctetAsNegotiated: fourOctetAs || session.fourOctetAsNegotiated,
    maximumMessageLength: extended ? messageLengths.extended : session.maximumMessageLength,
    addPath(afi, safi) {
      const said = addPath.find(of(afi, safi));
      return said === undefined ? session.addPath(afi, safi) : said.sendReceive !== 0;
    },
    multipleLabels(afi, safi) {
      const said = labels.find(of(afi, safi));
      return said === undefined ? session.multipleLabels(afi, safi) : said.count > 1;
    },
  };
}

/** None where the octets hold none. */
function capabilityIn(value: Uint8Array): Capability[] {
  try {
    return [decodeCapability(Reader.over(value))];
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}
