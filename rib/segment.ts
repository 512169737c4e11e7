import { crc32 } from './checksum.ts';
import { OctetReader, OctetWriter, SegmentError } from './octets.ts';
import { compareNlri, type SegmentRow } from './row.ts';
import { Changes, readChanges } from './segment-changes.ts';
import { emptyAddress, readNlri, writeNlri } from './segment-nlri.ts';

export { SegmentError } from './octets.ts';
export type { SegmentRow } from './row.ts';

/*
 * A part of the RIB log of one router and family. The routes of one UPDATE share one `change`, so that a route costs its
 * number and what its prefix does not share with the one before.
 *
 *   version u8 = 1 | crc32 u32, big endian, of all that follows | changes | rows: count, then: change, NLRI
 */
const version = 1;
const headerLength = 5;
const leastOctetsOfRow = 3;

/** Rows come back in the order of their prefixes. All rows are of one router and family, which the segment's key names. */
export function encodeSegment(rows: readonly SegmentRow[]): Uint8Array {
  const body = new OctetWriter();
  const changes = new Changes();
  const routes = new OctetWriter();
  let previous = emptyAddress;
  for (const row of rows.toSorted((a, b) => compareNlri(a.nlri, b.nlri))) {
    routes.unsigned(changes.indexOf(row));
    writeNlri(routes, row.nlri, previous);
    previous = row.nlri.address;
  }
  changes.writeTo(body);
  body.unsigned(rows.length);
  body.octets(routes.finish());
  return sealed(body.finish());
}

/** @throws SegmentError when the octets are not what `encodeSegment` wrote. */
export function decodeSegment(octets: Uint8Array): SegmentRow[] {
  const reader = new OctetReader(opened(octets));
  const changes = readChanges(reader);
  const rows: SegmentRow[] = [];
  let previous = emptyAddress;
  for (let left = reader.count(leastOctetsOfRow); left > 0; left -= 1) {
    const change = changes[reader.unsigned()];
    if (!change) throw reader.error('no such change');
    const nlri = readNlri(reader, previous);
    previous = nlri.address;
    rows.push({ ...change, nlri });
  }
  if (reader.remaining > 0) throw reader.error('octets after the last row');
  return rows;
}

function sealed(body: Uint8Array): Uint8Array {
  const octets = new Uint8Array(headerLength + body.length);
  octets[0] = version;
  new DataView(octets.buffer).setUint32(1, crc32(body));
  octets.set(body, headerLength);
  return octets;
}

function opened(octets: Uint8Array): Uint8Array {
  if (octets.length < headerLength) throw new SegmentError('cut off', octets.length);
  if (octets[0] !== version) throw new SegmentError(`version ${octets[0]} is not known`, 0);
  const body = octets.subarray(headerLength);
  const checksum = new DataView(octets.buffer, octets.byteOffset).getUint32(1);
  if (checksum !== crc32(body)) throw new SegmentError('checksum does not match', 1);
  return body;
}
