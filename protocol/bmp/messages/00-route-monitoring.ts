import { type BgpContext, type Issue, plainContext } from '../../bgp/context.ts';
import { readUpdateMessage, startsWithMarker, writeUpdateMessage } from '../../bgp/message.ts';
import type { Update } from '../../bgp/update.ts';
import { Reader } from '../../bytes/reader.ts';
import { Writer } from '../../bytes/writer.ts';
import { DecodeError } from '../../errors.ts';
import { encodePeerHeader, type PeerHeader, peerFlags } from '../peer-header.ts';
import { bgpMessageType, routeMonitoringTypes, statelessContext } from '../route-monitoring-tlvs.ts';
import { decodeIndexedTlvs, decodeRawTlvs, encodeTlvs, type RawTlv } from '../tlv.ts';
import { bgpMessage } from '../tlv-types.ts';
import { defineMessage } from './message.ts';

/** RFC 7854 §4.6. */
export interface RouteMonitoring {
  type: 'route-monitoring';
  peer: PeerHeader;
  /** One, but for routers that put two UPDATEs into one message. */
  updates: Update[];
  /**
   * Behind the UPDATE (Huawei, in version 3). In version 4 all of them, those that hold the UPDATEs too: then encoding looks
   * at them alone.
   */
  tlvs: RawTlv[];
}

const unknownForm = 'no Peer Up: whether there are path identifiers and label stacks is not known';

/** Version 3: per-peer header, BGP UPDATE. Version 4: per-peer header, indexed TLVs, one of them the BGP UPDATE. */
export const routeMonitoring = defineMessage<'route-monitoring', RouteMonitoring>({
  code: 0,
  type: 'route-monitoring',
  reference: 'RFC 7854, RFC 9069, draft-ietf-grow-bmp-tlv, draft-ietf-grow-bmp-path-marking-tlv',
  decode(reader, { version, peers, issues }) {
    const { offset } = reader;
    const { header, session, known } = peers.read(reader);
    const body = version === 4 ? decodeTlvForm(reader, session) : decodePlainForm(reader, session, issues);
    const { updates, tlvs, context } = body;
    if (!known && context === session) issues.push({ code: null, reason: unknownForm, outcome: 'note', offset });
    for (const update of updates) for (const issue of update.issues) issues.push(issue);
    return { type: 'route-monitoring', peer: header, updates, tlvs };
  },
  encode(writer, { peer, updates, tlvs }, { version, addPath }) {
    encodePeerHeader(writer, peer);
    const fourOctetAs = (peer.flags & peerFlags.twoOctetAs) === 0 || peer.type === 'loc-rib';
    const session = { ...plainContext, fourOctetAs, addPath };
    if (version === 4) encodeTlvs(writer, [...missingMessages(updates, tlvs, session), ...tlvs]);
    else {
      for (const update of updates) writeUpdateMessage(writer, update, session);
      encodeTlvs(
        writer,
        tlvs.filter(({ index }) => index === null),
      );
    }
  },
});

interface Body {
  updates: Update[];
  tlvs: RawTlv[];
  /** How the UPDATEs were read. */
  context: BgpContext;
}

function decodePlainForm(reader: Reader, session: BgpContext, issues: Issue[]): Body {
  const updates = [readUpdateMessage(reader, session)];
  while (startsWithMarker(reader)) updates.push(readUpdateMessage(reader, session));
  return { updates, tlvs: reader.remaining === 0 ? [] : decodeTrailing(reader, issues), context: session };
}

/** The UPDATEs are whole, so whatever follows them costs no more than a note. */
function decodeTrailing(reader: Reader, issues: Issue[]): RawTlv[] {
  const { offset, remaining } = reader;
  try {
    return decodeRawTlvs(reader);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    issues.push({ code: null, reason: `${remaining} octets behind the UPDATE`, outcome: 'note', offset });
    return [];
  }
}

function decodeTlvForm(reader: Reader, session: BgpContext): Body {
  const { offset } = reader;
  const field = reader.peekRest();
  const tlvs = decodeIndexedTlvs(reader);
  const types = routeMonitoringTypes(tlvs);
  if (types === undefined) throw new DecodeError('no BGP Message TLV', offset);
  const context = statelessContext(session, tlvs, types);
  const readerOf = (value: Uint8Array): Reader => Reader.over(value, offset + value.byteOffset - field.byteOffset);
  const messages = tlvs.filter((tlv) => types(tlv) === bgpMessage);
  return { updates: messages.map(({ value }) => readUpdateMessage(readerOf(value), context)), tlvs, context };
}

/** The UPDATEs as TLVs, where those that are there hold none. */
function missingMessages(updates: readonly Update[], tlvs: readonly RawTlv[], session: BgpContext): RawTlv[] {
  if (routeMonitoringTypes(tlvs) !== undefined) return [];
  return updates.map((update) => {
    const writer = new Writer();
    writeUpdateMessage(writer, update, session);
    return { type: bgpMessageType, index: 0, value: writer.finish() };
  });
}
