import { comparePositions, type LogRow, type Position } from './row.ts';

/** Of a sequence that is in order: the next, and the way on. */
interface Head<Row> {
  row: Row;
  rest: Iterator<Row>;
}

const compareRows = (a: LogRow, b: LogRow): number =>
  comparePositions(a, b) || (a.token < b.token ? -1 : a.token > b.token ? 1 : 0);

/** All rows of several sequences, each in order, in the order of position and token: a binary heap of their next ones. */
export function* merged(sequences: readonly Iterable<LogRow>[]): Generator<LogRow> {
  const heap: Head<LogRow>[] = [];
  for (const sequence of sequences) {
    const rest = sequence[Symbol.iterator]();
    const first = rest.next();
    if (!first.done) heap.push({ row: first.value, rest });
  }
  for (let index = (heap.length >> 1) - 1; index >= 0; index -= 1) sift(heap, index);
  for (let head = heap[0]; head !== undefined; head = heap[0]) {
    yield head.row;
    const next = head.rest.next();
    if (!next.done) head.row = next.value;
    else removeFirst(heap);
    sift(heap, 0);
  }
}

function removeFirst(heap: Head<LogRow>[]): void {
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) heap[0] = last;
}

function sift(heap: Head<LogRow>[], from: number): void {
  const head = heap[from];
  if (head === undefined) return;
  let index = from;
  for (;;) {
    let child = 2 * index + 1;
    let least = heap[child];
    if (least === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && compareRows(right.row, least.row) < 0) {
      child += 1;
      least = right;
    }
    if (compareRows(head.row, least.row) <= 0) break;
    heap[index] = least;
    index = child;
  }
  heap[index] = head;
}

/** The rows of each position in turn, oldest first; without repetitions of a token, which say the same. */
export class Groups {
  readonly #rows: Iterator<LogRow>;
  #next: LogRow | null;

  constructor(rows: Iterable<LogRow>) {
    this.#rows = rows[Symbol.iterator]();
    this.#next = this.#pull();
  }

  /** The position of the next group; null at the end. */
  get position(): Position | null {
    return this.#next;
  }

  take(): LogRow[] {
    const group: LogRow[] = [];
    for (let row = this.#next; row !== null; row = this.#pull()) {
      this.#next = row;
      const first = group[0];
      if (first !== undefined && comparePositions(first, row) !== 0) return group;
      if (group.at(-1)?.token !== row.token) group.push(row);
    }
    this.#next = null;
    return group;
  }

  #pull(): LogRow | null {
    const result = this.#rows.next();
    return result.done ? null : result.value;
  }
}
