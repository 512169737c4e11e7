import fc from 'fast-check';
import type { BlockEntry, Damage, FeedVisibility, Manifest } from '#rib/base/manifest.ts';
import { blockId } from '#rib/base/manifest-codec.ts';
import type { Position } from '#rib/rows/row.ts';
import { token } from './arbitraries.ts';

const feeds = ['pe1~192.0.2.1|adj-rib-in-pre', 'pe1~192.0.2.1|adj-rib-in-post', 'pé~::1|loc-rib'];
const feed = fc.constantFrom(...feeds);
/** Characters that keys have: those of octets, and the mark of a path. */
const key = fc.array(fc.nat(256), { minLength: 1, maxLength: 20 }).map((codes) => String.fromCharCode(...codes));
const position: fc.Arbitrary<Position> = fc.record({ key, feed });
const seconds = fc.nat(4_102_444_800);
const count = fc.oneof(fc.nat(5000), fc.nat({ max: Number.MAX_SAFE_INTEGER }));

const entry: fc.Arbitrary<BlockEntry> = fc
  .record({
    id: fc.tuple(fc.uuid(), fc.nat(9999)).map(([batch, number]) => blockId(batch, number)),
    first: position,
    covers: fc.array(fc.nat(128), { maxLength: 4 }),
    octets: fc.nat(400_000),
    writtenAt: seconds,
    classes: fc.array(fc.record({ feed, token, rows: fc.nat(2048) }), { minLength: 1, maxLength: 4 }),
  })
  .map((each) => ({ ...each, rows: each.classes.reduce((sum, { rows }) => sum + rows, 0) }));

const damage: fc.Arbitrary<Damage> = fc.record({ first: position, end: fc.option(position), token });
const visibility: fc.Arbitrary<FeedVisibility> = fc.record({ incarnation: token, visibleFrom: token });

export const anyManifest: fc.Arbitrary<Manifest> = fc.record({
  generation: count,
  covered: token,
  version: count,
  asOf: count,
  madeAt: count,
  logged: count,
  feeds: fc
    .tuple(visibility, visibility, visibility)
    .map((each) => new Map(each.map((one, at) => [feeds[at] ?? '', one]))),
  entries: fc.array(entry, { maxLength: 12 }),
  defaultRows: fc.option(fc.uint8Array({ minLength: 1, maxLength: 40 })),
  damages: fc.array(damage, { maxLength: 3 }),
});
