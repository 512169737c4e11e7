import { distance } from 'fastest-levenshtein';

/** The known name that `given` most likely meant, in whatever case: at most a third of it differs. Undefined when none is so near. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const mostEdits = Math.max(1, Math.ceil(given.length / 3));
  const ranked = known
    .map((name) => ({ name, edits: distance(given.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  return ranked.find(({ edits }) => edits <= mostEdits)?.name;
}
