import { Problem } from './problem.ts';

/** What an answer can be written as; the first is the default. */
export const mediaTypes = ['application/json', 'application/x-ndjson', 'text/csv', 'text/plain'] as const;

export type MediaType = (typeof mediaTypes)[number];

interface Preference {
  range: string;
  quality: number;
}

/** The offered media type that the Accept header likes best (RFC 9110 §12.5.1). @throws Problem 406 */
export function negotiate(accept: string | undefined): MediaType {
  if (accept === undefined || accept.trim() === '') return mediaTypes[0];
  const preferences = accept.split(',').map(preferenceOf);
  const ranked = mediaTypes
    .map((type) => ({ type, quality: qualityOf(type, preferences) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  if (ranked[0]) return ranked[0].type;
  throw new Problem('not-acceptable', `Offered are ${mediaTypes.join(', ')}.`);
}

function preferenceOf(text: string): Preference {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { range, quality: quality === undefined ? 1 : Number(quality) || 0 };
}

/** The most specific range that fits decides. */
function qualityOf(type: MediaType, preferences: readonly Preference[]): number {
  const ranges = [type, `${type.split('/')[0]}/*`, '*/*'];
  const decisive = ranges.map((range) => preferences.find((preference) => preference.range === range));
  return decisive.find((preference) => preference !== undefined)?.quality ?? 0;
}
