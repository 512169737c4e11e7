import { encodePeerHeader, type PeerHeader } from '../peer-header.ts';
import { decodeRawTlvs, encodeTlvs, type RawTlv } from '../tlv.ts';
import { defineMessage } from './message.ts';

/** RFC 7854 §4.7. */
export interface RouteMirroring {
  type: 'route-mirroring';
  peer: PeerHeader;
  tlvs: RawTlv[];
}

/** IANA "BMP Route Mirroring TLVs"; information 0 is an errored PDU, 1 is messages lost. */
export const mirroringTypes = { bgpMessage: 0, information: 1 } as const;

/** Per-peer header, TLVs. */
export const routeMirroring = defineMessage<'route-mirroring', RouteMirroring>({
  code: 6,
  type: 'route-mirroring',
  decode(reader, { peers }) {
    const { header } = peers.read(reader);
    return { type: 'route-mirroring', peer: header, tlvs: decodeRawTlvs(reader) };
  },
  encode(writer, { peer, tlvs }) {
    encodePeerHeader(writer, peer);
    encodeTlvs(writer, tlvs);
  },
});
