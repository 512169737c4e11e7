import { nearestName } from '#model/nearest-name.ts';

/** What to add to the refusal of a word: the known one that it most likely meant, if there is one. */
export function suggestionOf(given: string, known: readonly string[]): string {
  const meant = nearestName(given, known);
  return meant === undefined ? '' : `; did you mean '${meant}'?`;
}
