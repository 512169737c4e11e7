import type { Issue } from '../../bgp/context.ts';
import { readNotificationMessage, writeNotificationMessage } from '../../bgp/message.ts';
import type { Notification } from '../../bgp/notification.ts';
import type { Reader } from '../../bytes/reader.ts';
import { DecodeError } from '../../errors.ts';
import { encodePeerHeader, type PeerHeader } from '../peer-header.ts';
import { decodeInformationTlvs, encodeTlvs, type InformationTlv } from '../tlv.ts';
import { peerTlvs } from '../tlv-types.ts';
import { defineMessage } from './message.ts';

/** RFC 7854 §4.9, RFC 9069 §5.3. */
export interface PeerDown {
  type: 'peer-down';
  peer: PeerHeader;
  reason: number;
  /** Reasons 1 and 3; null where the router left it out. */
  notification: Notification | null;
  /** Reason 2, RFC 4271 §8.1. */
  fsmEventCode: number | null;
  /** Octets that the reason gives no meaning to, or that could not be read. */
  data: Uint8Array;
  /** Reason 6; of any reason in version 4 (draft-ietf-grow-bmp-tlv §5.3). */
  tlvs: InformationTlv[];
}

type Fields = Pick<PeerDown, 'notification' | 'fsmEventCode'>;

interface Reason {
  text: string;
  /** TLVs follow in version 3 too. */
  hasTlvs?: true;
  /** Reads the fields of its own; called only where there is something to read. */
  decode?(reader: Reader): Partial<Fields>;
}

const decodeNotification = (reader: Reader): Partial<Fields> => ({ notification: readNotificationMessage(reader) });

/** IANA "BMP Peer Down Reason Codes". */
const reasons = new Map<number, Reason>([
  [1, { text: 'local system closed, NOTIFICATION sent', decode: decodeNotification }],
  [2, { text: 'local system closed, no NOTIFICATION', decode: (reader) => ({ fsmEventCode: reader.u16() }) }],
  [3, { text: 'remote system closed, NOTIFICATION received', decode: decodeNotification }],
  [4, { text: 'remote system closed, no data' }],
  [5, { text: 'peer de-configured' }],
  [6, { text: 'local system closed, TLV data follows', hasTlvs: true }],
]);

/** Per-peer header, reason (1), NOTIFICATION or FSM event (2) as the reason has it, TLVs. */
export const peerDown = defineMessage<'peer-down', PeerDown>({
  code: 2,
  type: 'peer-down',
  reference: 'RFC 7854, RFC 9069',
  decode(reader, { version, peers, issues }) {
    const { header: peer } = peers.read(reader);
    const reason = reader.u8();
    const { decode, hasTlvs } = reasons.get(reason) ?? {};
    const fields = decode && reader.remaining > 0 ? attempt(reader, issues, decode) : null;
    const withTlvs = hasTlvs === true || version === 4;
    const tlvs = withTlvs ? attempt(reader, issues, (rest) => decodeInformationTlvs(rest, peerTlvs)) : null;
    peers.forget(peer);
    const none = { notification: null, fsmEventCode: null };
    return { type: 'peer-down', peer, reason, ...none, ...fields, data: reader.rest(), tlvs: tlvs ?? [] };
  },
  encode(writer, { peer, reason, notification, fsmEventCode, data, tlvs }) {
    encodePeerHeader(writer, peer);
    writer.u8(reason);
    if (notification !== null) writeNotificationMessage(writer, notification);
    if (fsmEventCode !== null) writer.u16(fsmEventCode);
    encodeTlvs(writer, tlvs);
    writer.bytes(data);
  },
});

/** The peer is down whatever follows the reason: what cannot be read is left on the reader, with a note. */
function attempt<Value>(reader: Reader, issues: Issue[], decode: (reader: Reader) => Value): Value | null {
  const trial = reader.fork();
  try {
    const value = decode(trial);
    reader.skip(reader.remaining - trial.remaining);
    return value;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    issues.push({ code: null, reason: `Peer Down: ${error.reason}`, outcome: 'note', offset: error.offset });
    return null;
  }
}

/** What a reason code says, for people. */
export function peerDownReasonText(reason: number): string {
  return reasons.get(reason)?.text ?? `reason ${reason}`;
}
