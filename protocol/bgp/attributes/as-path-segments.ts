import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { DecodeError, EncodeError } from '../../errors.ts';
import { type DecodeContext, noteOnce } from '../context.ts';
import type { AsPathSegment } from './values.ts';

/** RFC 6793 §9: stands for any AS number that two octets cannot hold. */
export const asTrans = 23456;

/** Octets of an AS number. */
export type AsWidth = 2 | 4;

const segmentTypes = [undefined, 'set', 'sequence', 'confed-sequence', 'confed-set'] as const;
const segmentMaximum = 255;

/** Segment type (1), count of AS numbers (1), AS numbers (2 or 4 each), repeated. */
export function decodeSegments(reader: Reader, width: AsWidth): AsPathSegment[] {
  const segments: AsPathSegment[] = [];
  while (reader.remaining > 0) segments.push(decodeSegment(reader, width));
  return segments;
}

/** Segments above 255 AS numbers are split, RFC 4271 §5.1.2. */
export function encodeSegments(writer: Writer, segments: readonly AsPathSegment[], width: AsWidth): void {
  for (const { type, asns } of segments) {
    if (asns.length === 0) throw new EncodeError('an AS path segment is never empty');
    for (let start = 0; start < asns.length; start += segmentMaximum) {
      const part = asns.slice(start, start + segmentMaximum);
      writer.u8(segmentTypes.indexOf(type)).u8(part.length);
      for (const asn of part) writeAsn(writer, asn, width);
    }
  }
}

export function writeAsn(writer: Writer, asn: number, width: AsWidth): void {
  if (width === 4) writer.u32(asn);
  else writer.u16(asn > 0xffff ? asTrans : asn);
}

/**
 * Many routers set the A flag wrong, and some send what their session with the peer had. So the octets decide where they fit one
 * width only. Where they fit both, the flag does; but where the OPENs contradict it, they are taken for two octets,
 * unless AS 0 would come of that, which no path has (RFC 7607 §2).
 */
export function widthOf(reader: Reader, { session, issues }: DecodeContext): AsWidth {
  const { fourOctetAs, fourOctetAsNegotiated } = session;
  const [said, other]: [AsWidth, AsWidth] = fourOctetAs ? [4, 2] : [2, 4];
  const disputed = fourOctetAsNegotiated !== null && fourOctetAsNegotiated !== fourOctetAs;
  const fitsSaid = fits(reader.fork(), said);
  if (reader.remaining === 0 || (fitsSaid && !disputed) || !fits(reader.fork(), other)) return said;
  const width = fitsSaid ? likelier(reader.fork()) : other;
  if (width !== said) noteOnce(issues, contradiction(width, said, fourOctetAsNegotiated), reader.offset, 2);
  return width;
}

/** Of a path that fits both widths. */
const likelier = (reader: Reader): AsWidth => (decodeSegments(reader, 2).some(({ asns }) => asns.includes(0)) ? 4 : 2);

function contradiction(width: AsWidth, said: AsWidth, negotiated: boolean | null): string {
  const opens = negotiated === null ? '' : `, the OPENs ${negotiated ? 4 : 2}`;
  return `AS numbers of ${width} octets: the A flag says ${said}${opens}`;
}

function decodeSegment(reader: Reader, width: AsWidth): AsPathSegment {
  const { offset } = reader;
  const code = reader.u8();
  const type = segmentTypes[code];
  const count = reader.u8();
  if (type === undefined) throw new DecodeError(`AS path segment type ${code}`, offset);
  if (count === 0) throw new DecodeError('empty AS path segment', offset);
  const asns: number[] = [];
  for (let index = 0; index < count; index++) asns.push(width === 4 ? reader.u32() : reader.u16());
  return { type, asns };
}

function fits(reader: Reader, width: AsWidth): boolean {
  while (reader.remaining >= 2) {
    const type = reader.u8();
    const length = reader.u8() * width;
    if (segmentTypes[type] === undefined || length === 0 || length > reader.remaining) return false;
    reader.skip(length);
  }
  return reader.remaining === 0;
}
