import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Block, encodeBlock } from '#rib/base/block.ts';
import { decodeRepeats, encodeRepeats, type Repeats, rowsOfRepeats } from '#rib/log/repeats.ts';
import { DamageError, VersionError } from '#rib/octets/octets.ts';
import { sealed } from '#rib/octets/sealed.ts';
import { prefixOf, token } from './arbitraries.ts';
import { feed } from './standing.ts';

const feeds = [feed, 'pe1~192.0.2.2|adj-rib-in-pre', 'pé~::1|loc-rib'];

/** Classes of feeds that are not repeated are read as those of none. */
const anyRepeats: fc.Arbitrary<Repeats> = fc
  .record({
    repeated: fc.subarray(feeds, { minLength: 1 }),
    tokens: fc.tuple(token, token, token),
    at: fc.nat(4_102_444_800_000),
  })
  .chain(({ repeated, tokens, at }) => {
    const repetitions = new Map(
      repeated.map((of, index) => [of, { token: tokens[index % 3] ?? tokens[0], at: at + index }]),
    );
    const rows = fc
      .uniqueArray(fc.nat(3000), { minLength: 1, maxLength: 30 })
      .map((all) => all.toSorted((a, b) => a - b));
    const classes = fc.array(fc.constantFrom(...repeated, ''), { maxLength: 4 });
    const block = fc.record({ id: fc.uuid().map((batch) => `${batch}.3`), feeds: classes, rows });
    return fc.record({ repetitions: fc.constant(repetitions), blocks: fc.array(block, { maxLength: 4 }) });
  });

describe('repeats', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(anyRepeats, (repeats) => {
        expect(decodeRepeats(encodeRepeats(repeats))).toEqual(repeats);
      }),
    );
  });

  it('are refused cut off anywhere, and with any octet damaged', () => {
    fc.assert(
      fc.property(anyRepeats, fc.nat(), fc.integer({ min: 1, max: 255 }), (repeats, place, change) => {
        const encoded = encodeRepeats(repeats);
        const at = place % encoded.length;
        expect(() => decodeRepeats(encoded.subarray(0, at))).toThrow(DamageError);
        encoded[at] = (encoded[at] ?? 0) ^ change;
        expect(() => decodeRepeats(encoded)).toThrow(DamageError);
      }),
    );
  });

  it('of another version are not damaged', () => {
    expect(() => decodeRepeats(sealed(2, new Uint8Array(9)))).toThrow(VersionError);
  });

  it('cost less than an octet and a half for each row of a block, and little for all of a block', () => {
    const of = (rows: number[]): Repeats => ({
      repetitions: new Map([[feed, { token: '0000000003.0000000000009', at: 1_700_000_000_000 }]]),
      blocks: [{ id: '0b2e5bd0-9f2c-4a52-8f5e-2f0f7d3c1a55.7', feeds: [feed], rows }],
    });
    const some = Array.from({ length: 2048 }, (_, index) => index).filter((row) => row % 7 !== 3 && row % 11 !== 5);
    expect(encodeRepeats(of(some)).length / some.length).toBeLessThan(1.5);
    expect(encodeRepeats(of(some.map((_, index) => index))).length).toBeLessThan(200);
  });

  it('say the rows of a block again, of the feeds that repeat', () => {
    const rows = [0, 1, 2, 3].map((index) => {
      return {
        nlri: prefixOf([10, index], 16),
        rowClass: index % 2,
        firstSeen: 1,
        lastChanged: 2,
        set: `set ${index}`,
      };
    });
    const block = new Block(encodeBlock(rows), 'ipv4-unicast');
    const repetition = { token: '0000000003.0000000000009', at: 5 } as const;
    const said = rowsOfRepeats(block, {
      id: 'b.0',
      feeds: [feed, ''],
      rows: [0, 1, 2],
      version: 7,
      repetitions: new Map([[feed, repetition]]),
    });
    expect(said).toMatchObject([0, 2].map((index) => ({ feed, set: `set ${index}`, version: 7, ...repetition })));
    expect(said.map(({ nlri }) => nlri.address[1])).toEqual([0, 2]);
  });
});
