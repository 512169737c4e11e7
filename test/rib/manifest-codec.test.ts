import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenOf, zeroToken } from '#model/token.ts';
import type { BlockEntry, Manifest } from '#rib/base/manifest.ts';
import { blockId, decodeManifest, encodeManifest } from '#rib/base/manifest-codec.ts';
import { DamageError, VersionError } from '#rib/octets/octets.ts';
import { sealed } from '#rib/octets/sealed.ts';
import { Random } from '../fuzz/random.ts';
import { anyManifest } from './manifest-arbitrary.ts';

/** As a full table makes it, with as many blocks and feeds as are asked for. */
function large(blocks: number, feeds: number): Manifest {
  const random = new Random(1);
  const names = Array.from({ length: feeds }, (_, index) => `pe1~192.0.2.${index}|adj-rib-in-pre`);
  const rows = Math.floor(2048 / feeds);
  const entries = Array.from({ length: blocks }, (_, index): BlockEntry => {
    const octets = [(index * 224) / blocks, random.below(256), random.below(256), 0, 24];
    return {
      id: blockId('0b2e5bd0-9f2c-4a52-8f5e-2f0f7d3c1a55', index),
      first: { key: String.fromCharCode(...octets), feed: random.pick(names) },
      covers: random.oneIn(2) ? [0] : [0, 8 + random.below(8)],
      rows: rows * feeds,
      octets: 8000 + random.below(3000),
      writtenAt: 1_700_000_000,
      classes: names.map((name) => ({ feed: name, token: tokenOf(3, 9), rows: rows - random.below(9) })),
    };
  });
  const visibility = { incarnation: tokenOf(3, 9), visibleFrom: tokenOf(3, 9) };
  const counts = { generation: 1, version: 1, asOf: 1, madeAt: 1, logged: 1 };
  return {
    ...counts,
    covered: zeroToken,
    feeds: new Map(names.map((name) => [name, visibility])),
    entries,
    defaultRows: new Uint8Array(300).fill(7),
    damages: [],
  };
}

describe('a manifest', () => {
  it('comes back as it was, its feeds in their order', () => {
    fc.assert(
      fc.property(anyManifest, (manifest) => {
        const read = decodeManifest(encodeManifest(manifest));
        expect(read).toEqual(manifest);
        expect([...read.feeds]).toEqual([...manifest.feeds]);
      }),
    );
  });

  it('is refused cut off anywhere, and with any octet damaged', () => {
    fc.assert(
      fc.property(anyManifest, fc.nat(), fc.integer({ min: 1, max: 255 }), (manifest, place, change) => {
        const encoded = encodeManifest(manifest);
        const at = place % encoded.length;
        expect(() => decodeManifest(encoded.subarray(0, at))).toThrow(DamageError);
        encoded[at] = (encoded[at] ?? 0) ^ change;
        expect(() => decodeManifest(encoded)).toThrow(DamageError);
      }),
    );
  });

  it('that is sealed well and says nonsense is refused: any octets at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (body) => {
        try {
          decodeManifest(sealed(2, body));
        } catch (error) {
          expect(error).toBeInstanceOf(DamageError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('of another version is not damaged', () => {
    expect(() => decodeManifest(sealed(1, new Uint8Array(9)))).toThrow(VersionError);
  });

  it('does not take rows of a feed that it does not know', () => {
    expect(() => encodeManifest({ ...large(1, 1), feeds: new Map() })).toThrow(RangeError);
  });

  it.each([
    ['a full table of one feed, in 500 blocks', 500, 1, 7_000],
    ['fourteen full tables, in 7,000 blocks', 7000, 14, 200_000],
  ])('of %s fits an item', (_, blocks, feeds, most) => {
    expect(encodeManifest(large(blocks, feeds)).length).toBeLessThan(most);
  });
});
