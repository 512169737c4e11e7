/** Where a page begins and how long it is. */
export interface PageRequest {
  /** Key of the last row of the page before. */
  after: string | null;
  limit: number;
}

export interface PageOf<Item> {
  items: Item[];
  /** Key to go on after; null at the end. */
  next: string | null;
}

/** The page of `items` in the order of their keys, which are unique. */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  request: PageRequest,
): PageOf<Item> {
  const { after, limit } = request;
  const keyed = items.map((item) => ({ key: keyOf(item), item }));
  const rest = after === null ? keyed : keyed.filter(({ key }) => key > after);
  const sorted = rest.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const taken = sorted.slice(0, limit);
  const next = taken.length < sorted.length ? (taken.at(-1)?.key ?? null) : null;
  return { items: taken.map(({ item }) => item), next };
}

const keySeparator = '\u0000';

/** One key of several parts, compared part by part. */
export const keyOfParts = (...parts: readonly string[]): string => parts.join(keySeparator);

/** Numbers of up to ten digits in an order that text has too. */
export const sortableNumber = (number: number): string => String(number).padStart(10, '0');
