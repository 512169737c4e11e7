import type { Reader } from '../bytes/reader.ts';
import { Writer } from '../bytes/writer.ts';
import { DecodeError } from '../errors.ts';
import { type BgpContext, type Issue, noteOnce } from './context.ts';
import { decodeNotification, encodeNotification, type Notification } from './notification.ts';
import { decodeOpen, encodeOpen, type Open } from './open.ts';
import { decodeUpdate, encodeUpdate, type Update } from './update.ts';

/** IANA "BGP Message Types". */
export const bgpMessageTypes = { open: 1, update: 2, notification: 3, keepalive: 4, routeRefresh: 5 } as const;

export const bgpHeaderLength = 19;
const markerLength = 16;

/** One BGP message without its header, RFC 4271 §4.1. */
export interface BgpMessage {
  type: number;
  body: Reader;
}

/** Marker (16, all ones), length (2, all of it), type (1). */
export function readBgpMessage(reader: Reader): BgpMessage {
  const { offset } = reader;
  if (!startsWithMarker(reader)) reader.fail('no BGP marker');
  reader.skip(markerLength);
  const length = reader.u16();
  if (length < bgpHeaderLength) throw new DecodeError(`BGP message length ${length}`, offset + markerLength);
  const type = reader.u8();
  return { type, body: reader.sub(length - bgpHeaderLength) };
}

export function startsWithMarker(reader: Reader): boolean {
  if (reader.remaining < bgpHeaderLength) return false;
  const marker = reader.fork();
  return (
    marker.u32() === 0xffffffff &&
    marker.u32() === 0xffffffff &&
    marker.u32() === 0xffffffff &&
    marker.u32() === 0xffffffff
  );
}

/** Puts marker, length and type in front of a body. */
export function writeBgpMessage(writer: Writer, type: number, body: Uint8Array): void {
  writer.u32(0xffffffff).u32(0xffffffff).u32(0xffffffff).u32(0xffffffff);
  writer
    .u16(bgpHeaderLength + body.length)
    .u8(type)
    .bytes(body);
}

/** FRR sends an OPEN of nothing but a header when BMP was configured after the session came up: null, with a note. */
export function readOpenMessage(reader: Reader, issues: Issue[]): Open | null {
  const { offset } = reader;
  const body = expectType(reader, bgpMessageTypes.open);
  if (body.remaining > 0) return decodeOpen(body, issues);
  issues.push({ code: null, reason: 'OPEN without content', outcome: 'note', offset });
  return null;
}

/** Null is written as an OPEN without content. */
export function writeOpenMessage(writer: Writer, open: Open | null): void {
  const body = new Writer();
  if (open !== null) encodeOpen(body, open);
  writeBgpMessage(writer, bgpMessageTypes.open, body.finish());
}

export function readUpdateMessage(reader: Reader, session: BgpContext): Update {
  const { offset } = reader;
  const update = decodeUpdate(expectType(reader, bgpMessageTypes.update), session);
  const length = reader.offset - offset;
  if (length > session.maximumMessageLength)
    noteOnce(update.issues, `message of ${length} octets without the capability for it`, offset);
  return update;
}

export function writeUpdateMessage(writer: Writer, update: Update, session: BgpContext): void {
  writeBgpMessage(writer, bgpMessageTypes.update, encodeUpdate(update, session));
}

export function readNotificationMessage(reader: Reader): Notification {
  return decodeNotification(expectType(reader, bgpMessageTypes.notification));
}

export function writeNotificationMessage(writer: Writer, notification: Notification): void {
  const body = new Writer(32);
  encodeNotification(body, notification);
  writeBgpMessage(writer, bgpMessageTypes.notification, body.finish());
}

function expectType(reader: Reader, wanted: number): Reader {
  const { offset } = reader;
  const { type, body } = readBgpMessage(reader);
  if (type !== wanted) throw new DecodeError(`BGP message type ${type}, not ${wanted}`, offset);
  return body;
}
