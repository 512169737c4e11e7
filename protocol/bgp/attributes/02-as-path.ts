import { formatAsPath } from '../../net/as-path.ts';
import { decodeSegments, encodeSegments, widthOf } from './as-path-segments.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import type { AsPathSegment } from './values.ts';

/** RFC 4271 §5.1.2, RFC 6793 §4.1. AS numbers that do not fit two octets are written as AS_TRANS. */
export const asPath = defineAttribute<'asPath', AsPathSegment[]>({
  code: 2,
  name: 'asPath',
  reference: 'RFC 4271',
  flags: attributeFlags.wellKnown,
  onError: 'withdraw',
  decode: (reader, context) => decodeSegments(reader, widthOf(reader, context)),
  encode: (writer, value, context) => encodeSegments(writer, value, context.fourOctetAs ? 4 : 2),
  toJson: (value) => formatAsPath(value),
});
