import type { Random } from '../../fuzz/random.ts';
import type { NumberedPrefix } from './prefix-oracle.ts';

/** Nested as allocations are, from /20 to /128, with a default route. */
export function generatedIpv6(random: Random, count: number): NumberedPrefix[] {
  const prefixes = new Map<string, NumberedPrefix>([['::/0', { address: 0n, length: 0 }]]);
  const shorter: NumberedPrefix[] = [];
  while (prefixes.size < count) {
    const within = random.oneIn(3) || shorter.length === 0 ? { address: 1n << 125n, length: 3 } : random.pick(shorter);
    const length = Math.min(128, Math.max(20, within.length + 1) + random.below(16));
    const bits =
      (BigInt(random.next()) << 96n) |
      (BigInt(random.next()) << 64n) |
      (BigInt(random.next()) << 32n) |
      BigInt(random.next());
    const spare = BigInt(128 - length);
    const inside = within.address | (bits & ((1n << BigInt(128 - within.length)) - 1n));
    const prefix = { address: (inside >> spare) << spare, length };
    prefixes.set(`${prefix.address}/${length}`, prefix);
    if (length < 128) shorter.push(prefix);
  }
  return [...prefixes.values()];
}
