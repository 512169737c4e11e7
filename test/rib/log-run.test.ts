import { beforeAll, describe, expect, it } from 'vitest';
import { tokenOf } from '#model/token.ts';
import { behindCommit } from '#rib/log/log.ts';
import { readLog, readRun, until } from '#rib/log/log-commit.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { announce, commit, log, readWhole, seqsOf, unicast, writtenAt } from './written-log.ts';

describe('a stretch of the log', () => {
  const store = new InMemoryStore();
  beforeAll(async () => {
    for (const seq of [2, 4, 6]) await commit(store, seq, [announce(1, seq - 1), announce(2, seq)]);
  });
  const run = async (version: number, mostOctets: number) => {
    const { commits, cut } = await readRun(readLog(store, 'pe1', unicast, ''), version, mostOctets);
    return { seqs: seqsOf(commits), cut };
  };

  it('ends with the commit that was asked for, or the one that reaches the bound: at the earliest the first', async () => {
    const octetsOfOne = (await log(store))[0]?.octets ?? 0;
    const everything = Number.POSITIVE_INFINITY;
    expect(await run(6, everything)).toEqual({ seqs: [1, 2, 3, 4, 5, 6], cut: false });
    expect(await run(5, everything)).toEqual({ seqs: [1, 2, 3, 4], cut: false });
    expect(await run(1, everything)).toEqual({ seqs: [], cut: false });
    expect(await run(6, 1)).toEqual({ seqs: [1, 2], cut: true });
    expect(await run(6, octetsOfOne + 1)).toEqual({ seqs: [1, 2, 3, 4], cut: true });
    expect(await run(4, octetsOfOne + 1)).toEqual({ seqs: [1, 2, 3, 4], cut: false });
  });

  it('begins behind the commit that a base covers', async () => {
    const [, second] = await log(store);
    expect(seqsOf(await log(store, unicast, second?.position))).toEqual([5, 6]);
    expect(second?.position).toBe(behindCommit('pe1', unicast, tokenOf(1, 4), 4));
  });

  it('ends with a time', async () => {
    const upTo = async (time: number) => seqsOf(await readWhole(until(readLog(store, 'pe1', unicast, ''), time)));
    expect(await upTo(writtenAt + 3)).toEqual([1, 2]);
    expect(await upTo(writtenAt + 4)).toEqual([1, 2, 3, 4]);
  });
});
