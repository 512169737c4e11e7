import type { PbfWriter } from 'pbf';
import type { EventToWriteOf } from './event-codec.ts';
import { closeBytes, openBytes, writeTag, writeUnsigned } from './unchecked.ts';

/** Tags, lengths and numbers of an event, at most. */
const overhead = 64;

/**
 * Message Event with an Announce of plain prefixes, as the codec of route events would write it: in a dump of one prefix a message
 * there are as many of these as routes.
 */
export function writePlainAnnounce(
  pbf: PbfWriter,
  { feed, routerTime, attributeSet }: Omit<EventToWriteOf<'announce'>, 'routes'>,
  prefixes: Uint8Array,
  receivedAfter: number,
): void {
  pbf.realloc(overhead + prefixes.length);
  const { buf } = pbf;
  const content = openBytes(buf, pbf.pos, 11);
  const body = openBytes(buf, writeSigned(buf, content, receivedAfter), 10);
  let at = writeNumber(buf, body, 1, feed);
  at = writeNumber(buf, at, 2, routerTime);
  at = writeNumber(buf, at, 3, attributeSet);
  const routes = openBytes(buf, at, 4);
  at = writeUnsigned(buf, writeTag(buf, routes, 1, 2), prefixes.length);
  buf.set(prefixes, at);
  const end = at + prefixes.length;
  pbf.pos = closeBytes(buf, content, closeBytes(buf, body, closeBytes(buf, routes, end)));
}

const writeNumber = (buf: Uint8Array, at: number, field: number, value: number): number =>
  value === 0 ? at : writeUnsigned(buf, writeTag(buf, at, field, 0), value);

/** Field 1, zigzag; below 2^52. */
const writeSigned = (buf: Uint8Array, at: number, value: number): number =>
  value === 0 ? at : writeUnsigned(buf, writeTag(buf, at, 1, 0), value < 0 ? -2 * value - 1 : 2 * value);
