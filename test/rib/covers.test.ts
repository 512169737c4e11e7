import { describe, expect, it } from 'vitest';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { Block, type BlockRow } from '#rib/base/block.ts';
import { BlockReader } from '#rib/base/block-reader.ts';
import { Covers } from '#rib/base/covers.ts';
import { maskedPrefixKey, sharedPrefixLength } from '#rib/rows/prefix-key.ts';
import { routeKeyOf } from '#rib/rows/route-key.ts';
import { Random } from '../fuzz/random.ts';
import {
  CompactedRouter,
  compactAlike,
  compactedRouter,
  family,
  left,
  range,
  right,
  twice,
} from './compacted-router.ts';

const keyOf = (prefix: string, of = family): string =>
  routeKeyOf(of)({ ...parsePrefix(prefix), pathId: null, routeDistinguisher: null, nlri: null });

/** Lengths of the covers that each prefix finds before it. */
function coversOf(of: string, prefixes: readonly string[]): (readonly number[])[] {
  const covers = new Covers(of);
  return prefixes.map((prefix) => {
    const found = covers.arrive(keyOf(prefix, of));
    covers.pass(keyOf(prefix, of));
    return found;
  });
}

describe('what covers a row and stands before it', () => {
  it('is what covers the row before, and that itself', () => {
    const prefixes = [
      '0.0.0.0/0',
      '10.0.0.0/8',
      '10.0.0.0/9',
      '10.64.0.0/10',
      '10.64.0.0/10',
      '10.128.0.0/9',
      '11.0.0.0/8',
    ];
    expect(coversOf(family, prefixes)).toEqual([[], [0], [0, 8], [0, 8, 9], [0, 8, 9, 10], [0, 8], [0]]);
  });

  it('is told by the whole width of IPv6', () => {
    const prefixes = ['2001:db8::/32', '2001:db8::/127', '2001:db8::1/128', '2001:db8:0:1::/64'];
    expect(coversOf('ipv6-unicast', prefixes)).toEqual([[], [32], [32, 127], [32]]);
  });

  it('is nothing where routes have no prefixes', () => {
    const covers = new Covers('evpn');
    covers.pass('\u0002abc');
    expect(covers.arrive('\u0002abcd')).toEqual([]);
  });
});

it('prefixes share what both begin with, and no more than the shorter one has', () => {
  const shared = (a: string, b: string) => sharedPrefixLength(keyOf(a), keyOf(b), 4);
  expect([shared('10.0.0.0/8', '10.1.0.0/16'), shared('10.1.0.0/16', '10.0.0.0/8')]).toEqual([8, 8]);
  expect([
    shared('10.0.0.0/16', '10.1.0.0/16'),
    shared('0.0.0.0/0', '128.0.0.0/1'),
    shared('0.0.0.0/1', '128.0.0.0/1'),
  ]).toEqual([15, 0, 0]);
  expect(maskedPrefixKey(keyOf('10.255.255.255/32'), 13, 4)).toBe(keyOf('10.248.0.0/13'));
  expect(maskedPrefixKey(keyOf('10.255.255.255/32'), 0, 4)).toBe(keyOf('0.0.0.0/0'));
});

describe('the entries of a base know which covers stand before their blocks', () => {
  const random = new Random(31);
  const lengths = [0, 4, 8, 8, 12, 16, 20, 24, 24, 28, 32, 32];

  /** In a small corner, so that prefixes meet and cover one another. */
  function anyPrefix(): string {
    const octets = [10 + random.below(3), random.below(4) * 64, random.below(4) * 64, random.below(8) * 32];
    const length = random.pick(lengths);
    return `${parsePrefix(`${octets.join('.')}/32`)
      .address.map((octet, index) => octet & (0xff00 >> Math.max(0, Math.min(8, length - index * 8))))
      .join('.')}/${length}`;
  }

  /** By a search through all that is in the blocks. */
  async function searched(router: CompactedRouter): Promise<{ found: readonly number[]; expected: number[] }[]> {
    const reader = new BlockReader(router.store, 0);
    const before = new Set<string>();
    const all: { found: readonly number[]; expected: number[] }[] = [];
    for (const { id, first, covers } of (await router.manifest())?.entries ?? []) {
      const expected = Array.from({ length: first.key.charCodeAt(4) + 1 }, (_, length) => length).filter((length) =>
        before.has(maskedPrefixKey(first.key, length, 4)),
      );
      all.push({ found: covers, expected });
      for (const { key } of (await reader.read('pe1', family, id)).rows()) before.add(key.slice(0, 5));
    }
    return all;
  }

  /** Those that the manifest has, which must be those that the first block begins with. */
  async function defaultRows(router: CompactedRouter): Promise<BlockRow[]> {
    const manifest = await router.manifest();
    const first = manifest?.entries[0];
    if (!manifest || !first) return [];
    const rows = [...(await new BlockReader(router.store, 0).read('pe1', family, first.id)).rows()];
    const found = manifest.defaultRows === null ? [] : [...new Block(manifest.defaultRows, family).rows()];
    expect(found).toEqual(rows.filter(({ nlri }) => nlri.prefixLength === 0));
    return found;
  }

  it('however these came to be: written, kept, split and joined', async () => {
    let withCovers = 0;
    let withDefault = 0;
    let keptBlocks = 0;
    for (let routers = 0; routers < 12; routers += 1) {
      const router = await new CompactedRouter().dump(left, []).dump(right, []).ingest();
      for (let rounds = 0; rounds < 16; rounds += 1) {
        const corner = random.below(3);
        const isNear = (prefix: string) => rounds < 2 || prefix.startsWith(`${10 + corner}.`);
        for (let changes = rounds < 2 ? 60 : 1 + random.below(8); changes > 0; changes -= 1) {
          const prefix = anyPrefix();
          const peer = random.oneIn(3) ? right : left;
          if (!isNear(prefix)) continue;
          if (random.oneIn(2)) router.voice.withdraw(peer, prefix);
          else router.voice.announce(peer, prefix, []);
        }
        router.voice.announce(left, anyPrefix(), [], undefined, { med: rounds });
        await router.ingest();
        const written = await compactAlike(router);
        const entries = await searched(router);
        expect(entries.map(({ found }) => found)).toEqual(entries.map(({ expected }) => expected));
        withDefault += (await defaultRows(router)).length > 0 ? 1 : 0;
        withCovers += entries.filter(({ found }) => found.length > 0).length;
        keptBlocks += entries.length - written;
      }
    }
    expect(withCovers).toBeGreaterThan(500);
    expect(withDefault).toBeGreaterThan(50);
    expect(keptBlocks).toBeGreaterThan(500);
  });
});

it('the default route goes with the first block, also where the next one stays', async () => {
  const router = await compactedRouter();
  router.voice.announce(left, '0.0.0.0/0', []);
  await router.ingest();
  await compactAlike(router);
  const before = await router.manifest();
  expect(before?.defaultRows).not.toBeNull();
  router.voice.withdraw(left, '0.0.0.0/0');
  const firstRows = (before?.entries[0]?.rows ?? 0) - 1;
  await router.withdraw(left, range(0, firstRows).map(twice)).ingest();
  expect(await compactAlike(router)).toBe(0);
  const after = await router.manifest();
  expect(after?.entries[0]?.id).toBe(before?.entries[1]?.id);
  expect(after?.defaultRows).toBeNull();
});
