import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frame, Framer } from '#protocol/bmp/framer.ts';
import { FramingError } from '#protocol/errors.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

const header = (version: number, length: number, type: number): Uint8Array =>
  Uint8Array.of(version, length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff, type);

function messageOf(bodyLength: number, fill = bodyLength): Uint8Array {
  return new Uint8Array([...header(3, 6 + bodyLength, 0), ...new Uint8Array(bodyLength).fill(fill)]);
}

function drain(framer: Framer): Frame[] {
  const frames: Frame[] = [];
  for (let frame = framer.next(); frame !== null; frame = framer.next()) frames.push(frame);
  return frames;
}

const streamOf = (messages: Uint8Array[]): Uint8Array => new Uint8Array(messages.flatMap((message) => [...message]));

describe('framing', () => {
  it('gives the same frames for any chunking', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 20 }),
        fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1 }),
        fc.boolean(),
        (bodies, cuts, drainAtOnce) => {
          const messages = bodies.map((length) => messageOf(length));
          const stream = streamOf(messages);
          const framer = new Framer({ startOffset: 7 });
          const frames: Frame[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn++) {
            const size = cuts[turn % cuts.length] ?? 0;
            const length = turn >= cuts.length ? size + 1 : size;
            framer.push(stream.slice(at, at + length));
            at += length;
            if (!drainAtOnce) frames.push(...drain(framer));
          }
          frames.push(...drain(framer));
          expect(frames.map(({ bytes }) => [...bytes])).toEqual(messages.map((message) => [...message]));
          expect(framer.offset).toBe(7 + stream.length);
          expect(framer.buffered).toBe(0);
          let offset = 7;
          for (const { offset: actual, bytes } of frames) {
            expect(actual).toBe(offset);
            offset += bytes.length;
          }
        },
      ),
    );
  });

  it('says version and type, and how much there is of a cut-off last message', () => {
    const framer = new Framer();
    framer.push(streamOf([header(4, 6, 9), octets('0300')]));
    expect(framer.next()).toEqual({ offset: 0, version: 4, typeCode: 9, bytes: header(4, 6, 9) });
    expect(framer.next()).toBeNull();
    expect(framer.buffered).toBe(2);
    expect(framer.offset).toBe(6);
  });

  it('copies nothing of a message that lies in one chunk', () => {
    const framer = new Framer();
    const chunk = messageOf(10);
    framer.push(chunk);
    expect(framer.next()?.bytes.buffer).toBe(chunk.buffer);
  });

  it('gives plain arrays of a Buffer', () => {
    const framer = new Framer();
    framer.push(Buffer.from(messageOf(10)));
    expect(framer.next()?.bytes.constructor).toBe(Uint8Array);
  });

  it('takes linear time for a long message in small chunks', () => {
    const message = messageOf(1_000_000, 1);
    const framer = new Framer();
    const start = performance.now();
    for (let at = 0; at < message.length; at += 10) {
      framer.push(message.subarray(at, at + 10));
      if (at + 10 < message.length) expect(framer.next()).toBeNull();
    }
    expect(framer.next()?.bytes.length).toBe(message.length);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('a stream that is lost', () => {
  it.each([
    ['garbage', octets('474554202f20'), 'BMP version 71'],
    ['version 2', header(2, 6, 0), 'BMP version 2'],
    ['a length of 2^32-1', header(3, 0xffffffff, 0), 'BMP message length 4294967295 above 1048576'],
    ['a length below the header', header(3, 5, 0), 'BMP message length 5'],
  ])('%s', (_, bytes, reason) => {
    const framer = new Framer();
    framer.push(streamOf([messageOf(4), bytes]));
    expect(framer.next()).not.toBeNull();
    expect(() => framer.next()).toThrow(FramingError);
    expect(() => framer.next()).toThrow(reason);
  });

  it('is known as soon as the header is there, however it came', () => {
    const framer = new Framer({ maxMessageLength: 100 });
    for (const octet of header(3, 101, 0)) framer.push(Uint8Array.of(octet));
    expect(() => framer.next()).toThrow('BMP message length 101 above 100');
  });

  it('has its offset in the stream', () => {
    const framer = new Framer({ startOffset: 50 });
    framer.push(streamOf([messageOf(4), octets('ff0000000600')]));
    framer.next();
    expect(() => framer.next()).toThrow(expect.objectContaining({ reason: 'BMP version 255', offset: 60 }));
  });
});
