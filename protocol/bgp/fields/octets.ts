import { EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { colonHex, hexOf } from '../../net/hex.ts';
import { formatRouteDistinguisher } from '../../net/route-distinguisher.ts';
import type { Field } from './field.ts';

export const octets = (length: number, toJson: (value: Uint8Array) => Json = hexOf): Field<Uint8Array> => ({
  decode: (reader) => reader.take(length),
  encode(writer, value) {
    if (value.length !== length) throw new EncodeError(`${value.length} octets for a field of ${length}`);
    writer.bytes(value);
  },
  toJson,
});

export const macAddress = octets(6, colonHex);

/** RFC 4364 §4.2. */
export const routeDistinguisherLength = 8;
export const routeDistinguisher = octets(routeDistinguisherLength, formatRouteDistinguisher);
export const writeRouteDistinguisher = routeDistinguisher.encode;

/** To the end. */
export const rest: Field<Uint8Array, string> = {
  decode: (reader) => reader.rest(),
  encode: (writer, value) => void writer.bytes(value),
  toJson: hexOf,
};

const lenient = new TextDecoder();

/** Text to the end, kept as octets for the sake of those that are no UTF-8. */
export const textOctets: Field<Uint8Array, string> = { ...rest, toJson: (value) => lenient.decode(value) };

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();

/** UTF-8 to the end; anything else is refused. */
export const text: Field<string, string> = {
  decode(reader) {
    const octets = reader.rest();
    try {
      return strict.decode(octets);
    } catch {
      return reader.fail('text is no UTF-8');
    }
  },
  encode: (writer, value) => void writer.bytes(utf8Encoder.encode(value)),
  toJson: (value) => value,
};
