import type { AttributeSet, StreamEvent, StreamRecord } from '#model/record.ts';
import { decodeRecord } from '#model/record-codec.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { recordsBothWays } from '#test/collector/both-ways.ts';
import { bgpMessageHex } from '#test/fixtures/vectors/messages/parts.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { framesOf, reasonsIn } from './bmp/frames.ts';

/** What is made of the messages of one connection. */
export interface Heard {
  /** Reasons of the issues: how often. */
  reasons: Record<string, number>;
  /** Messages read without decoding. */
  plain: number;
  records: StreamRecord[];
  events: StreamEvent[];
  /** A line an event: kind, who, of what, which routes. */
  lines: string[];
  attributes: AttributeSet[];
}

/** The messages go both ways, read in place and decoded, which must not differ. */
export function hear(...messages: Uint8Array[]): Heard {
  const stream = new Uint8Array(Buffer.concat(messages));
  const { records, plain } = recordsBothWays(framesOf(stream).frames);
  const decoded = records.map((record) => decodeRecord(record));
  return {
    reasons: reasonsIn(stream),
    plain,
    records: decoded,
    events: decoded.flatMap(({ events }) => events),
    lines: decoded.flatMap((record) => record.events.map((event) => lineOf(record, event))),
    attributes: decoded.flatMap(({ attributeSets }) => attributeSets),
  };
}

function lineOf(record: StreamRecord, event: StreamEvent): string {
  if ('feed' in event) {
    const { view = '', afi = 0, safi = 0, peer = 0 } = record.feeds[event.feed] ?? {};
    const family = familyOf(afi, safi);
    const routes = 'routes' in event ? event.routes.map((route) => routeText(family.format(route), route)) : [];
    return [event.kind, speaker(record, peer), view, family.name, ...routes].join(' ');
  }
  return 'peer' in event ? `${event.kind} ${speaker(record, event.peer)}` : event.kind;
}

const routeText = (text: string, { pathId }: Nlri): string => (pathId === null ? text : `${text}#${pathId}`);

function speaker({ peers }: StreamRecord, index: number): string {
  const { type = '', address = '' } = peers[index] ?? {};
  return `${type} ${address}`;
}

interface PerPeerHeader {
  type: string;
  flags: string;
  distinguisher: string;
  address: string;
  asn: string;
  bgpId: string;
  time: string;
}

const usualPeer: PerPeerHeader = {
  type: '00',
  flags: '00',
  distinguisher: '0000000000000000',
  address: 'c0a80102', // 192.168.1.2
  asn: '0000fe4c', // 65100
  bgpId: '0b0b0b0b',
  time: '6553f1000003d090',
};

const perPeerHex = (changes: Partial<PerPeerHeader>): string => {
  const { type, flags, distinguisher, address, asn, bgpId, time } = { ...usualPeer, ...changes };
  return [type, flags, distinguisher, address.padStart(32, '0'), asn, bgpId, time].join('');
};

/** A BMP message of version 3, behind a per-peer header. */
export const ofPeer =
  (code: number) =>
  (peer: Partial<PerPeerHeader>, ...hex: readonly string[]): Uint8Array =>
    encodeBmpMessage({ type: 'unknown', code, data: octets(perPeerHex(peer), ...hex) });

export const routeMonitoring = ofPeer(0);
export const statistics = ofPeer(1);
export const peerDown = ofPeer(2);
export const routeMirroring = ofPeer(6);

const sessionHex = '00000000000000000000000000000000' + '00b3' + '8235'; // local address, ports 179 and 33333

/** Both OPENs are the same; TLVs may follow. */
export const peerUp = (peer: Partial<PerPeerHeader>, open: string, ...tlvs: readonly string[]): Uint8Array =>
  ofPeer(3)(peer, sessionHex, open, open, ...tlvs);

/** With the octets of all its capabilities. */
export function openHex(...capabilities: readonly string[]): string {
  const value = octets(...capabilities);
  const length = (octet: number): string => octet.toString(16).padStart(2, '0');
  const body = ['04', 'fde8', '00b4', '0a000001', length(value.length + 2), '02', length(value.length)];
  return bgpMessageHex(1, ...body, ...capabilities).join('');
}

export const fourOctetAs = '4104' + '0000fde8';
export const addPathBoth = '4504' + '0001' + '01' + '03';
