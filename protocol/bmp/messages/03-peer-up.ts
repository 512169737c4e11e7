import { readOpenMessage, writeOpenMessage } from '../../bgp/message.ts';
import type { Open } from '../../bgp/open.ts';
import type { Reader } from '../../bytes/reader.ts';
import { parseAddress } from '../../net/address.ts';
import { addressText, encodePeerHeader, type PeerHeader, peerFlags } from '../peer-header.ts';
import { decodeInformationTlvs, encodeTlvs, type InformationTlv, informationTypes, textOf } from '../tlv.ts';
import { peerTlvs } from '../tlv-types.ts';
import { type BmpDecodeContext, defineMessage } from './message.ts';

/** RFC 7854 §4.10. */
export interface PeerUp {
  type: 'peer-up';
  peer: PeerHeader;
  localAddress: string;
  localPort: number;
  remotePort: number;
  /** Null where the router sent one without content. */
  sentOpen: Open | null;
  receivedOpen: Open | null;
  tlvs: InformationTlv[];
}

/** Per-peer header, local address (16), local port (2), remote port (2), sent OPEN, received OPEN, information TLVs. */
export const peerUp = defineMessage<'peer-up', PeerUp>({
  code: 3,
  type: 'peer-up',
  reference: 'RFC 7854, RFC 9069, RFC 9736',
  decode(reader, context) {
    const { header } = context.peers.read(reader);
    const localAddress = addressText(
      reader.take(16),
      header.type !== 'loc-rib' && (header.flags & peerFlags.ipv6) !== 0,
    );
    const [localPort, remotePort] = [reader.u16(), reader.u16()];
    const sentOpen = decodeOpenIfAny(reader, context);
    const receivedOpen = decodeOpenIfAny(reader, context);
    const tlvs = decodeInformationTlvs(reader, peerTlvs);
    const note = (reason: string): void => {
      context.issues.push({ code: null, reason, outcome: 'note', offset: reader.offset });
    };
    if (!context.peers.learn(header, sentOpen, receivedOpen)) note('too many peers');
    else if (isOfLocRib(header, tlvs) && context.peers.shareWithLocRib(header))
      note(`Peer Up of a Loc-RIB as peer type ${header.type}`);
    return { type: 'peer-up', peer: header, localAddress, localPort, remotePort, sentOpen, receivedOpen, tlvs };
  },
  encode(writer, { peer, localAddress, localPort, remotePort, sentOpen, receivedOpen, tlvs }) {
    encodePeerHeader(writer, peer);
    const address = parseAddress(localAddress);
    writer
      .zeros(16 - address.length)
      .bytes(address)
      .u16(localPort)
      .u16(remotePort);
    writeOpenMessage(writer, sentOpen);
    writeOpenMessage(writer, receivedOpen);
    encodeTlvs(writer, tlvs);
  },
});

/**
 * FRR 8.0.1 sends the Peer Up of the Loc-RIB with the type of other peers, and its routes with the right one. No neighbour has
 * the address 0.0.0.0, and only a Loc-RIB names its table (RFC 9069 §5.2.1).
 */
const isOfLocRib = ({ type, address }: PeerHeader, tlvs: readonly InformationTlv[]): boolean =>
  type !== 'loc-rib' && address === '0.0.0.0' && textOf(tlvs, informationTypes.tableName) !== null;

/** RFC 9069 §5.2 lets nobody leave out an OPEN of a Loc-RIB peer, which has none to show. */
function decodeOpenIfAny(reader: Reader, { issues }: BmpDecodeContext): Open | null {
  if (reader.remaining > 0) return readOpenMessage(reader, issues);
  issues.push({ code: null, reason: 'OPEN missing', outcome: 'note', offset: reader.offset });
  return null;
}
