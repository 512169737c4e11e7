import { crc32 } from 'node:zlib';
import type { AttributeSet } from '#model/record.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';

import { OctetReader, OctetWriter, SegmentError } from './octets.ts';
import { compareNlri, type SegmentRow } from './row.ts';
import { type ChangeHead, Changes, ChangesWriter } from './segment-changes.ts';
import { NlriCursor, NlriWriter } from './segment-nlri.ts';

export { SegmentError } from './octets.ts';
export type { SegmentRow } from './row.ts';

/*
 * A part of the RIB log of one router and family. The routes of one UPDATE share one change, so that a route costs its
 * number and what its prefix does not share with the one before.
 *
 *   version u8 = 1 | crc32 u32, big endian, of all that follows | changes | rows: count, then: change, NLRI
 */
const version = 1;
const headerLength = 5;
const leastOctetsOfRow = 3;

/** Passes the rows that a reader wants, by prefix; only the octets that `prefixLength` makes significant may be looked at. */
export type PrefixFilter = (prefixLength: number, address: Uint8Array) => boolean;

type Visit = (change: ChangeHead, nlri: Nlri, reader: OctetReader) => void;

/** Rows come back in the order of their prefixes. All rows are of one router and family, which the segment's key names. */
export function encodeSegment(rows: readonly SegmentRow[]): Uint8Array {
  const body = new OctetWriter();
  const changes = new ChangesWriter();
  const routes = new OctetWriter();
  const nlris = new NlriWriter(routes);
  for (const row of rows.toSorted((a, b) => compareNlri(a.nlri, b.nlri))) {
    routes.unsigned(changes.indexOf(row));
    nlris.write(row.nlri);
  }
  changes.writeTo(body);
  body.unsigned(rows.length);
  body.octets(routes.finish());
  return sealed(body.finish());
}

/** A segment held in its encoded form, some ten octets a row, and read by passing over it. */
export class Segment {
  /** About how much memory it takes. */
  readonly heldOctets: number;
  readonly #changes: Changes;
  readonly #rows: Uint8Array;

  /** @throws SegmentError when the octets are not what `encodeSegment` wrote. */
  constructor(octets: Uint8Array) {
    const reader = new OctetReader(opened(octets));
    this.#changes = new Changes(reader);
    this.#rows = reader.octets(reader.remaining);
    this.heldOctets = octets.length + this.#changes.heldOctets;
  }

  /** All rows, or those whose prefix the filter passes. @throws SegmentError */
  rows(filter?: PrefixFilter): SegmentRow[] {
    const decoded = new Map<number, AttributeSet | null>();
    const rows: SegmentRow[] = [];
    this.#pass(filter, ({ set, ...head }, nlri, reader) => {
      const attributes = decoded.get(set) ?? this.#changes.attributes(set, reader);
      decoded.set(set, attributes);
      rows.push({ ...head, attributes, nlri });
    });
    return rows;
  }

  /** Visits all rows without decoding attributes; rows of one change share its head. @throws SegmentError */
  eachHead(visit: (head: ChangeHead, nlri: Nlri) => void): void {
    this.#pass(undefined, visit);
  }

  #pass(filter: PrefixFilter | undefined, visit: Visit): void {
    const reader = new OctetReader(this.#rows);
    const cursor = new NlriCursor(reader);
    const heads: ChangeHead[] = [];
    for (let left = reader.count(leastOctetsOfRow); left > 0; left -= 1) {
      const change = reader.unsigned();
      cursor.advance();
      if (filter && (cursor.opaque || !filter(cursor.prefixLength, cursor.address))) continue;
      heads[change] ??= this.#changes.head(change, reader);
      visit(heads[change], cursor.nlri(), reader);
    }
    if (reader.remaining > 0) throw reader.error('octets after the last row');
  }
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
