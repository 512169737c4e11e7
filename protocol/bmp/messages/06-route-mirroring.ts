import type { DecodeContext } from '../../bgp/context.ts';
import { type BgpMessage, decodeBgpMessage } from '../../bgp/message-types.ts';
import { Reader } from '../../bytes/reader.ts';
import { DecodeError } from '../../errors.ts';
import { encodePeerHeader, type PeerHeader } from '../peer-header.ts';
import { decodeRawTlvs, encodeTlvs, mirroringTypes, type RawTlv } from '../tlv.ts';
import { defineMessage } from './message.ts';

export { mirroringTypes } from '../tlv.ts';

/** RFC 7854 §4.7. */
export interface RouteMirroring {
  type: 'route-mirroring';
  peer: PeerHeader;
  tlvs: RawTlv[];
  /** Of the BGP Message TLVs, in their order. Encoding looks at `tlvs` alone. */
  messages: MirroredMessage[];
}

/** `undecodable` stays octets: routers mirror what they could not read themselves. */
export type MirroredMessage = BgpMessage | { type: 'undecodable'; reason: string };

/** Per-peer header, TLVs. */
export const routeMirroring = defineMessage<'route-mirroring', RouteMirroring>({
  code: 6,
  type: 'route-mirroring',
  reference: 'RFC 7854',
  decode(reader, { peers, issues }) {
    const { header: peer, session } = peers.read(reader);
    const { offset } = reader;
    const field = reader.peekRest();
    const tlvs = decodeRawTlvs(reader);
    const messages = tlvs
      .filter(({ type }) => type === mirroringTypes.bgpMessage)
      .map(({ value }) => Reader.over(value, offset + value.byteOffset - field.byteOffset))
      .map((message) => decodeMirrored(message, { session, issues }));
    return { type: 'route-mirroring', peer, tlvs, messages };
  },
  encode(writer, { peer, tlvs }) {
    encodePeerHeader(writer, peer);
    encodeTlvs(writer, tlvs);
  },
});

function decodeMirrored(reader: Reader, context: DecodeContext): MirroredMessage {
  try {
    const message = decodeBgpMessage(reader, context);
    reader.expectEnd();
    return message;
  } catch (error) {
    if (error instanceof DecodeError) return { type: 'undecodable', reason: error.reason };
    throw error;
  }
}
