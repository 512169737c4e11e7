/** How often each key occurs; every key of `known` is there, if only with 0. */
export function tally(keys: Iterable<string>, known: readonly string[] = []): Record<string, number> {
  const counts = new Map(known.map((key) => [key, 0]));
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Object.fromEntries(counts);
}
