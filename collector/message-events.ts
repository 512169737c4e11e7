import type { OpenSummary, Tlv } from '#model/record.ts';
import { capabilityValue } from '#protocol/bgp/capabilities/index.ts';
import type { Family } from '#protocol/bgp/families/family.ts';
import type { Open } from '#protocol/bgp/open.ts';
import type { Update } from '#protocol/bgp/update.ts';
import { markedSets, tableNameIn } from '#protocol/bmp/marked-routes.ts';
import type { BmpMessage, RouteMonitoring } from '#protocol/bmp/messages/index.ts';
import { type InformationTlv, informationTypes, mirroringTypes, textOf } from '#protocol/bmp/tlv.ts';
import { attributeSetOf } from './attribute-sets.ts';
import { boundedText, boundedTexts } from './bounded-text.ts';
import type { RecordBuilder, RouteBatch } from './record-builder.ts';
import { routerTimeOf } from './router-time.ts';

type MessageOf<Type extends BmpMessage['type']> = Extract<BmpMessage, { type: Type }>;

/** Where and when a message came. */
export interface Arrival {
  /** Of its first octet in the stream. */
  offset: number;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

type AddEvents<Message> = (builder: RecordBuilder, message: Message, arrival: Arrival) => void;

/** Statistics of one event; a message of 1 MiB holds more than one record could. */
const maxStatistics = 1000;

/** Octets kept of what could not be decoded or has no field of its own. */
const maxOctets = 4096;
const tlvHeader = 4;

/** Types of a Peer Up that the event has fields for. */
const ownFields = new Set<number>([informationTypes.string, informationTypes.tableName]);

/** How each message type becomes events. */
const addEventsOf: { [Type in BmpMessage['type']]: AddEvents<MessageOf<Type>> } = {
  'route-monitoring'(builder, message, { receivedAt }) {
    for (const update of message.updates) addUpdate(builder, message, update, receivedAt);
  },
  'statistics-report'(builder, { peer, counters }, { receivedAt }) {
    const known = counters.flatMap(({ type, afi, safi, value }) =>
      value === null ? [] : [{ type, afi: afi ?? 0, safi: safi ?? 0, value }],
    );
    const unreadable = counters.filter(({ value }) => value === null);
    let unread = boundedTlvs(unreadable.map(({ type, raw }) => ({ type, value: raw })));
    for (let first = 0; first < Math.max(known.length, 1); first += maxStatistics) {
      const part = { counters: known.slice(first, first + maxStatistics), unread };
      builder.addOfPeer(peer, (index) => ({ kind: 'statistics', receivedAt, peer: index, ...part }));
      unread = [];
    }
  },
  'peer-down'(builder, { peer, reason, notification, fsmEventCode, tlvs, data }, { receivedAt }) {
    builder.addOfPeer(peer, (index) => ({
      kind: 'peer-down',
      receivedAt,
      peer: index,
      routerTime: routerTimeOf(peer.timeSeconds, peer.timeMicroseconds),
      reason,
      notification: notification && {
        code: notification.code,
        subcode: notification.subcode,
        data: notification.data,
      },
      fsmEventCode,
      tlvs: boundedTlvs(tlvs),
      data: data.subarray(0, maxOctets),
    }));
  },
  'peer-up'(builder, { peer, localAddress, localPort, remotePort, sentOpen, receivedOpen, tlvs }, { receivedAt }) {
    builder.addOfPeer(peer, (index) => ({
      kind: 'peer-up',
      receivedAt,
      peer: index,
      routerTime: routerTimeOf(peer.timeSeconds, peer.timeMicroseconds),
      localAddress,
      localPort,
      remotePort,
      sentOpen: summaryOf(sentOpen),
      receivedOpen: summaryOf(receivedOpen),
      information: informationOf(tlvs),
      table: boundedText(textOf(tlvs, informationTypes.tableName)),
      tlvs: boundedTlvs(tlvs.filter(({ type }) => !ownFields.has(type))),
    }));
  },
  initiation(builder, { sysName, sysDescr, tlvs }, { receivedAt }) {
    builder.add({
      kind: 'initiation',
      receivedAt,
      sysName: boundedText(sysName),
      sysDescr: boundedText(sysDescr),
      information: informationOf(tlvs),
    });
  },
  // The session ends with it, and session-lost carries its reason.
  termination() {},
  'route-mirroring'(builder, { peer, tlvs }, { receivedAt }) {
    // One event a TLV, since all of them may be more than one record could hold.
    for (const { type, value } of tlvs) {
      builder.addOfPeer(peer, (index) => ({
        kind: 'mirroring',
        receivedAt,
        peer: index,
        messages: type === mirroringTypes.bgpMessage ? [value] : [],
        informationCodes: type === mirroringTypes.information ? informationCodeOf(value) : [],
      }));
    }
  },
  unknown(builder, { code, data }, arrival) {
    addUndecodable(builder, { typeCode: code, reason: `message type ${code} is not known`, bytes: data }, arrival);
  },
};

export function addMessage(builder: RecordBuilder, message: BmpMessage, arrival: Arrival): void {
  addMessageOf(message.type, builder, message, arrival);
}

function addMessageOf<Type extends BmpMessage['type']>(
  type: Type,
  builder: RecordBuilder,
  message: MessageOf<Type>,
  arrival: Arrival,
): void {
  const addEvents: AddEvents<MessageOf<Type>> = addEventsOf[type];
  addEvents(builder, message, arrival);
}

interface Undecodable {
  typeCode: number;
  reason: string;
  bytes: Uint8Array;
}

export function addUndecodable(builder: RecordBuilder, frame: Undecodable, arrival: Arrival): void {
  const { typeCode, bytes } = frame;
  builder.add({
    ...arrival,
    kind: 'undecodable',
    messageType: typeCode,
    reason: boundedText(frame.reason),
    bytes: bytes.subarray(0, maxOctets),
  });
}

function addUpdate(builder: RecordBuilder, message: RouteMonitoring, update: Update, receivedAt: number): void {
  const { peer, tlvs } = message;
  const routerTime = routerTimeOf(peer.timeSeconds, peer.timeMicroseconds);
  const table = boundedText(tableNameIn(tlvs));
  const familyIn = (family: Family): RouteBatch['family'] =>
    table === null ? family : { afi: family.afi, safi: family.safi, table };
  // A route that an UPDATE both withdraws and announces is announced, RFC 4271 §4.3.
  for (const set of update.withdrawn)
    builder.addRoutes({ peer, family: familyIn(set.family), attributes: null, set, routerTime, receivedAt });
  for (const set of markedSets(message, update)) {
    const attributes = attributeSetOf(update, set);
    builder.addRoutes({ peer, family: familyIn(set.family), attributes, set, routerTime, receivedAt });
  }
  if (update.endOfRib === null) return;
  builder.addOfFeed(peer, familyIn(update.endOfRib), (feed) => ({ kind: 'end-of-rib', receivedAt, feed }));
}

/** As many of the first as `maxOctets` holds. */
function boundedTlvs(tlvs: readonly Tlv[]): Tlv[] {
  let octets = 0;
  const kept: Tlv[] = [];
  for (const { type, value } of tlvs) {
    octets += tlvHeader + value.length;
    if (octets > maxOctets) break;
    kept.push({ type, value });
  }
  return kept;
}

function summaryOf(open: Open | null): OpenSummary | null {
  if (open === null) return null;
  const { asn, bgpId, holdTime, capabilities } = open;
  const values = capabilities.map((capability) => ({ code: capability.code, value: capabilityValue(capability) }));
  return { asn, bgpId, holdTime, capabilities: values };
}

const informationCodeOf = (value: Uint8Array): number[] =>
  value.length === 2 ? [((value[0] ?? 0) << 8) | (value[1] ?? 0)] : [];

/** String TLVs. */
export const informationOf = (tlvs: readonly InformationTlv[]): string[] =>
  boundedTexts(tlvs.flatMap(({ type, text }) => (type === informationTypes.string && text !== null ? [text] : [])));
