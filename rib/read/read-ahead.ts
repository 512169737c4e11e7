const mostAhead = 8;

/**
 * Reads one thing after the other, and the more of them ahead the more have been taken: who stops after the first has caused no
 * read beyond it, and who takes all does not wait for each.
 */
export async function* readAhead<Place, Thing>(
  places: Iterable<Place>,
  read: (place: Place) => Promise<Thing>,
): AsyncGenerator<[Place, Thing]> {
  const left = places[Symbol.iterator]();
  const begun: [Place, Promise<Thing>][] = [];
  for (let ahead = 1; ; ahead = Math.min(mostAhead, ahead * 2)) {
    for (let next = left.next(); !next.done; next = left.next()) {
      const thing = read(next.value);
      // Told to who waits for it; nobody may.
      thing.catch(() => undefined);
      begun.push([next.value, thing]);
      if (begun.length >= ahead) break;
    }
    const first = begun.shift();
    if (first === undefined) return;
    yield [first[0], await first[1]];
  }
}
