import { type Capability, capabilitiesNamed, decodeCapability } from '../bgp/capabilities/index.ts';
import { type BgpContext, messageLengths } from '../bgp/context.ts';
import { familyNumber } from '../bgp/families/index.ts';
import { bgpHeaderLength, startsWithMarker } from '../bgp/message.ts';
import { Reader } from '../bytes/reader.ts';
import { DecodeError } from '../errors.ts';
import { hexOf } from '../net/hex.ts';
import { decodePathStatus, pathStatusToJson } from './path-marking.ts';
import type { RawTlv, TlvTypes } from './tlv.ts';
import { bgpMessage, byNumber, extendedFlags, fieldsType, sequenceNumber, tableName, timestamp } from './tlv-types.ts';

/** TLVs of Route Monitoring in version 4, draft-ietf-grow-bmp-tlv §5.2. */

/** Its own index, with the topmost bit set, stands for all indexes in its value. */
export const group = fieldsType('group', (value) => ({ indexes: decodeIndexes(value) }));

export const pathMarking = fieldsType('path-marking', (value) => pathStatusToJson(decodePathStatus(value)));

const capability = fieldsType('stateless-parsing', (value) => {
  const octets = hexOf(value.peekRest());
  const { code, name } = decodeCapability(value);
  return { code, capability: name, hex: octets };
});

/** -20 §9. draft-ietf-grow-bmp-path-marking-tlv-05 §7 claims 5 all the same; no name begins with a zero. */
const edition20: TlvTypes = ({ type, value }) =>
  type === 5 && value[0] === 0 && (value.length === 4 || value.length === 6)
    ? pathMarking
    : registry20({ type, value });

const registry20 = byNumber({
  1: sequenceNumber,
  2: extendedFlags,
  3: timestamp,
  4: group,
  5: tableName,
  6: capability,
  7: bgpMessage,
});

/** -19 §9. */
const edition19 = byNumber({ 1: capability, 2: group, 3: tableName, 4: bgpMessage, 5: pathMarking });

/** The numbers of Appendix A, older than those of the text. */
const earlierEditions = byNumber({ 1: bgpMessage, 2: group, 3: tableName, 4: capability, 5: pathMarking });

/**
 * Code points have moved between editions of the draft, and the version number has not: the type of the TLV that holds the
 * BGP message tells which edition a message is of.
 */
const editions: readonly (readonly [messageType: number, types: TlvTypes])[] = [
  [7, edition20],
  [4, edition19],
  [1, earlierEditions],
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
  const addPath = byFamily(capabilitiesNamed(capabilities, 'add-path'), ({ sendReceive }) => sendReceive !== 0);
  const labels = byFamily(capabilitiesNamed(capabilities, 'multiple-labels'), ({ count }) => count > 1);
  return {
    fourOctetAs: fourOctetAs || session.fourOctetAs,
    fourOctetAsNegotiated: fourOctetAs || session.fourOctetAsNegotiated,
    maximumMessageLength: extended ? messageLengths.extended : session.maximumMessageLength,
    addPath: (afi, safi) => addPath.get(familyNumber(afi, safi)) ?? session.addPath(afi, safi),
    multipleLabels: (afi, safi) => labels.get(familyNumber(afi, safi)) ?? session.multipleLabels(afi, safi),
  };
}

/** What the entries of capabilities say, by family. */
function byFamily<Entry extends { afi: number; safi: number }>(
  capabilities: readonly { families: readonly Entry[] }[],
  said: (entry: Entry) => boolean,
): Map<number, boolean> {
  const entries = capabilities.flatMap(({ families }) => families);
  return new Map(entries.map((entry) => [familyNumber(entry.afi, entry.safi), said(entry)]));
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
