/** The known name nearest to what was given, by edit distance; undefined when none is near. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const mostEdits = Math.max(1, Math.ceil(given.length / 3));
  const ranked = known
    .map((name) => ({ name, edits: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  return ranked.find(({ edits }) => edits <= mostEdits)?.name;
}

/** Levenshtein. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
