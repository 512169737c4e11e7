import { readNotificationMessage, writeNotificationMessage } from '../../bgp/message.ts';
import type { Notification } from '../../bgp/notification.ts';
import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { encodePeerHeader, type PeerHeader } from '../peer-header.ts';
import { decodeInformationTlvs, encodeTlvs, type InformationTlv, informationTypes } from '../tlv.ts';
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
  /** Octets that the reason gives no meaning to. */
  data: Uint8Array;
  /** Reason 6. */
  tlvs: InformationTlv[];
}

type Detail = Pick<PeerDown, 'notification' | 'fsmEventCode' | 'data' | 'tlvs'>;

interface Reason {
  text: string;
  decode(reader: Reader): Partial<Detail>;
  encode(writer: Writer, detail: Detail): void;
}

const textTypes = new Set<number>([informationTypes.string, informationTypes.tableName]);

const withNotification: Omit<Reason, 'text'> = {
  decode: (reader) =>
    reader.remaining === 0 ? {} : { notification: readNotificationMessage(reader), data: reader.rest() },
  encode(writer, { notification }) {
    if (notification !== null) writeNotificationMessage(writer, notification);
  },
};

const withoutData: Omit<Reason, 'text'> = { decode: (reader) => ({ data: reader.rest() }), encode: () => {} };

/** IANA "BMP Peer Down Reason Codes". */
const reasons = new Map<number, Reason>([
  [1, { text: 'local system closed, NOTIFICATION sent', ...withNotification }],
  [
    2,
    {
      text: 'local system closed, no NOTIFICATION',
      decode: (reader) => (reader.remaining === 0 ? {} : { fsmEventCode: reader.u16(), data: reader.rest() }),
      encode(writer, { fsmEventCode }) {
        if (fsmEventCode !== null) writer.u16(fsmEventCode);
      },
    },
  ],
  [3, { text: 'remote system closed, NOTIFICATION received', ...withNotification }],
  [4, { text: 'remote system closed, no data', ...withoutData }],
  [5, { text: 'peer de-configured', ...withoutData }],
  [
    6,
    {
      text: 'local system closed, TLV data follows',
      decode: (reader) => ({ tlvs: decodeInformationTlvs(reader, textTypes) }),
      encode: (writer, { tlvs }) => encodeTlvs(writer, tlvs),
    },
  ],
]);

const unassigned: Omit<Reason, 'text'> = withoutData;
const nothing = new Uint8Array(0);

/** Per-peer header, reason (1), data as the reason has it. */
export const peerDown = defineMessage<'peer-down', PeerDown>({
  code: 2,
  type: 'peer-down',
  decode(reader, { peers }) {
    const { header } = peers.read(reader);
    const reason = reader.u8();
    const detail = (reasons.get(reason) ?? unassigned).decode(reader);
    peers.forget(header);
    return {
      type: 'peer-down',
      peer: header,
      reason,
      notification: null,
      fsmEventCode: null,
      data: nothing,
      tlvs: [],
      ...detail,
    };
  },
  encode(writer, message) {
    encodePeerHeader(writer, message.peer);
    writer.u8(message.reason);
    reasons.get(message.reason)?.encode(writer, message);
    writer.bytes(message.data);
  },
});

/** What a reason code says, for people. */
export function peerDownReasonText(reason: number): string {
  return reasons.get(reason)?.text ?? `reason ${reason}`;
}
