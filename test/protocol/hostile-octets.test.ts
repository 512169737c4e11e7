import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageToJson } from '#model/message-json.ts';
import { type AnyAttribute, foldedAttributes, pathAttributes } from '#protocol/bgp/attributes/index.ts';
import { decodeCapability } from '#protocol/bgp/capabilities/index.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import { decodeRouteSet } from '#protocol/bgp/families/routes.ts';
import { decodeOpen } from '#protocol/bgp/open.ts';
import { noNextHop } from '#protocol/bgp/route-set.ts';
import { decodeUpdate } from '#protocol/bgp/update.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { type Frame, Framer } from '#protocol/bmp/framer.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { DecodeError, FramingError } from '#protocol/errors.ts';
import { twoOctetAs, withAddPath } from '#test/fixtures/vectors/vector.ts';
import { framesOf } from './bmp/frames.ts';

const anyOctets = fc.uint8Array({ maxLength: 80 });
const captures = new URL('../fixtures/captures/', import.meta.url);
const capturedFrames: Frame[] = readdirSync(captures).flatMap(
  (file) => framesOf(readFileSync(new URL(file, captures))).frames,
);

function valueOrDecodeError(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
}

const session = fc.constantFrom(twoOctetAs, withAddPath);

describe('any octets give a value or a DecodeError', () => {
  const table: readonly AnyAttribute[] = [...pathAttributes, ...foldedAttributes];
  it.each(table)('attribute $code $name', (entry) => {
    fc.assert(
      fc.property(anyOctets, session, (bytes, context) =>
        valueOrDecodeError(() => entry.decode(Reader.over(bytes), { session: context, issues: [] })),
      ),
    );
  });

  it.each(['1/1', '2/1', '25/70'])('routes of family %s', (numbers) => {
    const [afi, safi] = numbers.split('/').map(Number);
    const family = familyOf(afi ?? 0, safi ?? 0);
    fc.assert(
      fc.property(anyOctets, session, (bytes, context) =>
        valueOrDecodeError(() =>
          decodeRouteSet(Reader.over(bytes), family, noNextHop, { session: context, issues: [], withdrawn: false }),
        ),
      ),
    );
  });

  it('capabilities', () =>
    fc.assert(fc.property(anyOctets, (bytes) => valueOrDecodeError(() => decodeCapability(Reader.over(bytes))))));

  it('OPEN', () =>
    fc.assert(fc.property(anyOctets, (bytes) => valueOrDecodeError(() => decodeOpen(Reader.over(bytes), [])))));

  it('UPDATE', () =>
    fc.assert(
      fc.property(anyOctets, session, (bytes, context) =>
        valueOrDecodeError(() => decodeUpdate(Reader.over(bytes), context)),
      ),
    ));
});

describe('the decoder never throws, nor does what shows its values', () => {
  const decoded = (decoder: BmpDecoder, frame: Frame): void => {
    const result = decoder.decode(frame);
    if (result.message === null) expect(result.reason).not.toContain('internal error');
    expect(JSON.stringify(messageToJson(result)).length).toBeGreaterThan(0);
  };

  it('for any body of any type', () => {
    const decoder = new BmpDecoder({ maxPeers: 10 });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 6, maxLength: 200 }),
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom(3 as const, 4 as const),
        (bytes, typeCode, version) => decoded(decoder, { offset: 0, version, typeCode, bytes }),
      ),
    );
  });

  it('for captured messages with octets changed, cut and repeated', () => {
    const decoder = new BmpDecoder();
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...capturedFrames), changes, fc.nat(), (frame, changed, cut) => {
        const bytes = frame.bytes.slice(0, cut % 4 === 0 ? Math.max(6, cut % frame.bytes.length) : undefined);
        for (const [at, octet] of changed) if (bytes.length > 6) bytes[6 + (at % (bytes.length - 6))] = octet;
        decoded(decoder, { ...frame, bytes });
      }),
      { numRuns: 3_000 },
    );
  });
});

it('the framer gives frames or a FramingError for any octets', () => {
  fc.assert(
    fc.property(fc.array(anyOctets), (chunks) => {
      const framer = new Framer({ maxMessageLength: 1000 });
      try {
        for (const chunk of chunks) {
          framer.push(chunk);
          for (let frame = framer.next(); frame !== null; frame = framer.next())
            expect(frame.bytes.length).toBeGreaterThanOrEqual(6);
          expect(framer.buffered).toBeLessThanOrEqual(1000);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(FramingError);
      }
    }),
  );
});
