import { printable } from '#model/printable.ts';

/** One column of a list, or one line of a single thing. */
export interface Column<Row> {
  name: string;
  value(row: Row): Cell;
  /** A state word, coloured on a terminal. */
  state?: true;
}

export type Cell = string | number | boolean | null | undefined;

/** A cell as a terminal may see it. */
export const cellText = (cell: Cell): string => printable(String(cell ?? ''));
