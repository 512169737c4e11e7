import { describe, expect, it } from 'vitest';
import type { Manifest } from '#rib/base/manifest.ts';
import { behindManifest } from '#rib/base/manifest-store.ts';
import { readLog } from '#rib/log/log-commit.ts';
import { CompactedRouter, compactAlike, compactedRouter, family, left, range, right } from './compacted-router.ts';
import { readWhole } from './written-log.ts';

describe('a first base', () => {
  it('has all routes in blocks of the size that is asked for, and nothing of the log behind it', async () => {
    const router = await new CompactedRouter().dump(left, range(0, 21)).dump(right, range(5, 10)).ingest();
    expect(await compactAlike(router)).toBe(4);
    expect(await router.rowsOfBlocks()).toEqual([8, 8, 8, 2]);
    const manifest = await router.manifest();
    const head = await router.head();
    expect(manifest).toMatchObject({
      generation: 1,
      covered: head.applied,
      version: head.version,
      asOf: head.receivedAt,
      madeAt: router.voice.now,
      logged: head.logged[family],
      damages: [],
    });
    const rest = readLog(router.store, 'pe1', family, behindManifest('pe1', family, manifest));
    expect(await readWhole(rest)).toEqual([]);
  });

  it('of a log without a row is empty, and grows with the next', async () => {
    const router = await new CompactedRouter().dump(left, [1]).withdraw(left, [1]).ingest();
    expect(await compactAlike(router)).toBe(0);
    await router.announce(left, [2, 3]).ingest();
    expect(await compactAlike(router)).toBe(1);
    expect(await router.rowsOfBlocks()).toEqual([2]);
  });

  it('of a log that is being written goes up to the head that was read', async () => {
    const router = await new CompactedRouter().dump(left, range(0, 8)).ingest();
    const head = await router.head();
    await router.announce(left, range(8, 12)).ingest();
    await router.compact({ head });
    expect(await router.rowsOfBlocks()).toEqual([8]);
    expect(await router.routes()).toHaveLength(12);
  });
});

describe('a compaction', () => {
  it('drops what is hidden', async () => {
    const router = await compactedRouter();
    await router.dump(right, range(0, 40)).ingest();
    await compactAlike(router);
    expect((await router.rowsOfBlocks()).reduce((sum, rows) => sum + rows)).toBe(80);
    router.voice.peerDown(left);
    await router.ingest();
    await compactAlike(router);
    expect((await router.rowsOfBlocks()).reduce((sum, rows) => sum + rows)).toBe(40);
    expect(await router.routes()).toHaveLength(40);
  });

  it('while a dump is on keeps what the dump has not come to yet, and drops it once it has ended', async () => {
    const router = await compactedRouter(16);
    router.voice.lose().open().peerUp(left);
    await router.announce(left, [0, 2, 4]).ingest();
    await compactAlike(router);
    expect((await router.routes()).filter((text) => text.includes('stale'))).toHaveLength(13);
    router.voice.endOfRib(left);
    await router.ingest();
    await compactAlike(router);
    expect(await router.rowsOfBlocks()).toEqual([3]);
  });

  it('in many bounded runs comes to the same as in one', async () => {
    const router = await new CompactedRouter().dump(left, range(0, 20)).ingest();
    const says: (() => unknown)[] = [
      () => router.dump(right, range(10, 30)),
      () => router.withdraw(left, range(3, 9)).announce(right, [10, 11], 5),
      () => router.voice.lose().open().peerUp(left),
      () => router.announce(left, range(0, 12)).voice.endOfRib(left).peerDown(right),
    ];
    for (const say of says) {
      router.voice.now += 10_000;
      say();
      await router.ingest();
    }
    const whole = await router.routes();
    for (let runs = 1; ; runs += 1) {
      await compactAlike(router, { mostLogOctets: 1 });
      const head = await router.head();
      expect((await router.manifest())?.generation).toBe(runs);
      if ((await router.manifest())?.version !== head.version) continue;
      expect(runs).toBe(4);
      break;
    }
    const inMany = await router.manifest();
    const inOne = await router.compact({ before: null });
    const { covered, version, logged, feeds } = inOne.manifest;
    expect(inMany).toMatchObject({ covered, version, logged });
    expect(inMany?.feeds).toEqual(feeds);
    expect(await router.routes()).toEqual(whole);
    const rows = (manifest: Manifest | null) => manifest?.entries.reduce((sum, entry) => sum + entry.rows, 0);
    expect(rows(inMany)).toBe(rows(inOne.manifest));
  });
});
