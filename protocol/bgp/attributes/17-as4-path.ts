import { formatAsPath } from '../../net/as-path.ts';
import { decodeSegments, encodeSegments } from './as-path-segments.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import type { AsPathSegment } from './values.ts';

/** RFC 6793 §3: the path in four octets, beside an AS_PATH of two; never without an AS number (§6). */
export const as4Path = defineAttribute<'as4Path', AsPathSegment[]>({
  code: 17,
  name: 'as4Path',
  reference: 'RFC 6793',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  decode: (reader) => (reader.remaining === 0 ? reader.fail('empty AS4_PATH') : decodeSegments(reader, 4)),
  encode: (writer, value) => encodeSegments(writer, value, 4),
  toJson: (value) => formatAsPath(value),
});
