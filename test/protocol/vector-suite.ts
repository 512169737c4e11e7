import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BgpContext, plainContext } from '#protocol/bgp/context.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { Writer } from '#protocol/bytes/writer.ts';
import { DecodeError } from '#protocol/errors.ts';
import { octets, type Vector, type Vectors } from '#test/fixtures/vectors/vector.ts';

interface Codec<Value> {
  decode(reader: Reader, session: BgpContext): Value;
  encode(writer: Writer, value: Value, session: BgpContext): void;
}

/** Decode, encode, both round trips and every truncation of each vector; a reason for each malformed one. */
export function describeVectors<Value>(
  title: string,
  codec: Codec<Value>,
  { vectors, malformed, arbitrary }: Vectors<Value>,
): void {
  describe(title, () => {
    it.each(vectors)('$name: decodes', ({ hex, value, session }) => {
      expect(decoded(codec, octets(...hex), session)).toEqual(value);
    });
    it.each(vectors.filter((vector) => vector.decodeOnly === undefined))(
      '$name: encodes',
      ({ hex, value, session }) => {
        expect(encoded(codec, value, session)).toEqual(octets(...hex));
      },
    );
    it.each(vectors)('$name: survives encode and decode', ({ value, session }) => {
      expect(decoded(codec, encoded(codec, value, session), session)).toEqual(value);
    });
    it.each(vectors)('$name: every truncation is a value or a DecodeError', (vector) =>
      expectTruncationsHandled(codec, vector),
    );
    if (arbitrary !== undefined)
      it('any value survives encode and decode', () => {
        fc.assert(
          fc.property(arbitrary, (value) => {
            expect(decoded(codec, encoded(codec, value))).toEqual(value);
          }),
        );
      });
    for (const { name, hex, reason } of malformed) {
      it(`refuses ${name}`, () => expect(() => decoded(codec, octets(...hex))).toThrow(reason));
    }
  });
}

function decoded<Value>(codec: Codec<Value>, bytes: Uint8Array, session = plainContext): Value {
  const reader = Reader.over(bytes);
  const value = codec.decode(reader, session);
  reader.expectEnd();
  return value;
}

function encoded<Value>(codec: Codec<Value>, value: Value, session = plainContext): Uint8Array {
  const writer = new Writer(1);
  codec.encode(writer, value, session);
  return writer.finish();
}

function expectTruncationsHandled<Value>(codec: Codec<Value>, { hex, session }: Vector<Value>): void {
  const whole = octets(...hex);
  for (let length = 0; length < whole.length; length++)
    expectDecodeErrors(() => decoded(codec, whole.slice(0, length), session), length);
}

/** Whatever `decode` throws is a DecodeError within the first `length` octets. */
export function expectDecodeErrors(decode: () => unknown, length: number): void {
  try {
    decode();
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    if (error instanceof DecodeError) expect(error.offset).toBeLessThanOrEqual(length);
  }
}
