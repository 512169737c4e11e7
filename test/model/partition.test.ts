import { expect, it } from 'vitest';
import { kinds } from '#model/keys.ts';
import { isFirstPartition, partitionKey, partitionKeys, routerOf } from '#model/partition.ts';

it('the first partition goes by the id of its router, and the others tell it', () => {
  expect(partitionKeys('rr1', 3)).toEqual(['rr1', 'rr1~1', 'rr1~2']);
  expect(partitionKeys('rr1', 3).map(routerOf)).toEqual(['rr1', 'rr1', 'rr1']);
  expect(partitionKeys('rr1', 3).map(isFirstPartition)).toEqual([true, false, false]);
});

it('what one partition has is found neither with the first, nor with another whose number begins alike', () => {
  const key = kinds.peer.key(partitionKey('rr1', 12), 'rr1~192.0.2.1').sk;
  for (const other of ['rr1', 'rr1~1', 'rr', 'rr1~2']) expect(key.startsWith(kinds.peer.prefixOf(other))).toBe(false);
  expect(key.startsWith(kinds.peer.prefixOf('rr1~12'))).toBe(true);
});
