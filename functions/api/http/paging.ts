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

/** A function of AWS Lambda answers 6 MB at most, escapes included. */
const mostCharacters = 3_000_000;

/** What of an answer is still free. */
export class Room {
  #left = mostCharacters;
  #taken = 0;

  /** Whether one more row goes into the answer; the first always does. */
  takes(row: unknown): boolean {
    this.#left -= JSON.stringify(row).length;
    if (this.#left < 0 && this.#taken > 0) return false;
    this.#taken += 1;
    return true;
  }
}

/** The rows of the first items, as many as one answer has room for. */
export function fittingRows<Item, Row>(items: readonly Item[], rowOf: (item: Item) => Row): Row[] {
  const room = new Room();
  const rows: Row[] = [];
  for (const item of items) {
    const row = rowOf(item);
    if (!room.takes(row)) break;
    rows.push(row);
  }
  return rows;
}

/** The rows of the page of `items`, or as many of them as fit. */
export function rowsOf<Item, Row>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  rowOf: (item: Item) => Row,
  request: PageRequest,
): { rows: Row[]; next: string | null } {
  const page = pageOf(items, keyOf, request);
  const rows = fittingRows(page.items, rowOf);
  const last = page.items[rows.length - 1];
  return { rows, next: last && rows.length < page.items.length ? keyOf(last) : page.next };
}

const keySeparator = '\u0000';

/** One key of several parts, compared part by part. */
export const keyOfParts = (...parts: readonly string[]): string => parts.join(keySeparator);

/** Numbers of up to ten digits in an order that text has too. */
export const sortableNumber = (number: number): string => String(number).padStart(10, '0');
