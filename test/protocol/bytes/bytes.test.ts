import { describe, expect, it } from 'vitest';
import { Reader } from '#protocol/bytes/reader.ts';
import { Writer } from '#protocol/bytes/writer.ts';
import { DecodeError, EncodeError } from '#protocol/errors.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

describe('reader', () => {
  it('reads each width', () => {
    const reader = Reader.over(octets('01', '0203', '04050607', 'ffffffffffffffff', 'aabb'));
    expect([reader.u8(), reader.u16(), reader.u32(), reader.u64()]).toEqual([1, 0x203, 0x4050607, 2n ** 64n - 1n]);
    expect(reader.peek()).toBe(0xaa);
    expect(reader.rest()).toEqual(octets('aabb'));
    expect(reader.remaining).toBe(0);
  });

  it('knows where it is in the whole, in parts of parts as well', () => {
    const reader = Reader.over(octets('00010203040506070809'), 100);
    reader.skip(2);
    const part = reader.sub(4).sub(3);
    part.skip(1);
    expect(part.offset).toBe(103);
    expect(reader.offset).toBe(106);
    expect(() => part.u32()).toThrow(expect.objectContaining({ reason: '4 octets wanted, 2 left', offset: 103 }));
  });

  it('never leaves its bounds, whatever memory lies beyond', () => {
    const reader = Reader.over(octets('0102030405').subarray(1, 4)).sub(2);
    expect(reader.u16()).toBe(0x203);
    for (const read of [
      () => reader.u8(),
      () => reader.peek(),
      () => reader.take(1),
      () => reader.sub(1),
      () => reader.skip(1),
    ]) {
      expect(read).toThrow(DecodeError);
    }
  });

  it('moves on only when the read succeeds', () => {
    const reader = Reader.over(octets('0102'));
    expect(() => reader.u32()).toThrow(DecodeError);
    expect(reader.u16()).toBe(0x102);
  });

  it('forks without moving', () => {
    const reader = Reader.over(octets('0102'));
    expect(reader.fork().u16()).toBe(0x102);
    expect(reader.remaining).toBe(2);
  });
});

describe('writer', () => {
  it('grows from nothing', () => {
    const writer = new Writer(0)
      .u8(1)
      .u16(0x203)
      .u32(0x4050607)
      .u64(2n ** 63n)
      .zeros(3)
      .bytes(octets('aabb'));
    expect(writer.finish()).toEqual(octets('01', '0203', '04050607', '8000000000000000', '000000', 'aabb'));
  });

  it('fills in lengths, nested too', () => {
    const writer = new Writer(1);
    const outer = writer.fork(2);
    const inner = writer.u8(9).fork(1);
    writer.u32(7).join(inner, 1).join(outer, 2);
    expect(writer.finish()).toEqual(octets('0006', '09', '04', '00000007'));
  });

  it('refuses numbers that do not fit', () => {
    for (const value of [256, -1, 1.5, Number.NaN]) expect(() => new Writer().u8(value)).toThrow(EncodeError);
    expect(() => new Writer().u16(65536)).toThrow(EncodeError);
    expect(() => new Writer().u32(2 ** 32)).toThrow(EncodeError);
  });

  it('refuses a length that does not fit its field', () => {
    const writer = new Writer();
    const mark = writer.fork(1);
    writer.zeros(256);
    expect(() => writer.join(mark, 1)).toThrow(EncodeError);
  });
});
