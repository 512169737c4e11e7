import { beforeAll, describe, expect, it } from 'vitest';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { beginning } from '#rib/base/damage.ts';
import { floorEntry } from '#rib/base/manifest.ts';
import { type LookupQuery, lookup } from '#rib/read/lookup.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import type { RibView } from '#rib/read/view.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { Random } from '../fuzz/random.ts';
import { CompactedRouter, family, left } from './compacted-router.ts';
import { WatchedStore } from './watched-store.ts';

const random = new Random(20);

const dotted = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
const masked = (address: number, length: number): number =>
  length === 0 ? 0 : (address & (-1 << (32 - length))) >>> 0;

/** As the Internet has them: many of /24, fewer of all that covers them, and a default route. */
function table(size: number): string[] {
  const prefixes = new Set(['0.0.0.0/0']);
  const allocated = Array.from({ length: size / 20 }, () => (random.next() & 0xdfff0000) >>> 0);
  while (prefixes.size < size) {
    const length = random.oneIn(3) ? 8 + random.below(16) : 24;
    prefixes.add(`${dotted(masked(random.pick(allocated) + random.below(65_536), length))}/${length}`);
  }
  return [...prefixes];
}

describe('look-ups in a base of 20,000 routes with a default route', () => {
  const store = new WatchedStore(new InMemoryStore());
  const prefixes = table(20_000);
  let view: RibView;

  beforeAll(async () => {
    const router = new CompactedRouter(store);
    router.voice.peerUp(left);
    for (const prefix of prefixes) router.voice.announce(left, prefix, []);
    router.voice.endOfRib(left);
    await router.ingest();
    const bounds = { rowsPerBlock: 2048 };
    await router.compact({ bounds });
    const reader = new RibReader({ store, now: () => 0, keepBlockOctets: 0 });
    view = await reader.open(await router.head(), family);
  });

  async function blocksRead(text: string, match: LookupQuery['match']): Promise<number> {
    store.operations = [];
    const groups = await lookup([view], { ...parsePrefix(text), match, includeStale: true });
    expect(groups.length).toBeGreaterThan(0);
    return store.of('get', 'BLOCK').length;
  }

  /** An address within a prefix of the table. */
  function inside(): string {
    const [network = '', length = 0] = random.pick(prefixes).split('/');
    const address = network.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
    return `${dotted(address + random.below(2 ** (32 - Number(length))))}/32`;
  }

  async function share(blocks: number, ask: () => Promise<number>): Promise<number> {
    const times = 1000;
    let found = 0;
    for (let asked = 0; asked < times; asked += 1) if ((await ask()) <= blocks) found += 1;
    return found / times;
  }

  it('of the longest match of an address in the table read one block, but for one in a hundred', async () => {
    expect(await share(1, () => blocksRead(inside(), 'longest'))).toBeGreaterThanOrEqual(0.99);
  });

  it('of an exact prefix read one block, but for those at a block’s beginning', async () => {
    expect(await share(1, () => blocksRead(random.pick(prefixes), 'exact'))).toBeGreaterThanOrEqual(0.99);
  });

  it('of what only the default route covers read the block where it would stand: the manifest has the default', async () => {
    const outside = () => `${dotted(0x20000000 | random.below(0x20000000))}/32`;
    expect(await share(1, () => blocksRead(outside(), 'longest'))).toBe(1);
    expect(await blocksRead('0.0.0.0/0', 'exact')).toBe(0);
  });

  it('of all that covers read no more blocks than have any, and the one where it would stand', async () => {
    for (let asked = 0; asked < 1000; asked += 1) {
      const address = inside();
      const blocks = await blocksRead(address, 'covering');
      const covers = await lookup([view], { ...parsePrefix(address), match: 'covering', includeStale: true });
      const holding = new Set(covers.map(({ routes }) => floorEntry(view.entries, routes[0] ?? beginning)));
      expect(blocks).toBeLessThanOrEqual(holding.size + 1);
    }
  });

  it('read a block again only where it is not kept', async () => {
    const kept = new RibReader({ store, now: () => 0 });
    const head = await kept.head('pe1');
    if (head) view = await kept.open(head, family);
    const twice = [await blocksRead('10.0.0.0/32', 'longest'), await blocksRead('10.0.0.0/32', 'longest')];
    expect(twice[0]).toBeGreaterThan(0);
    expect(twice[1]).toBe(0);
  });
});
