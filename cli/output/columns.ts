/** One column of a list, or one line of a single thing. */
export interface Column<Row> {
  name: string;
  value(row: Row): Cell;
  /** A state word, coloured on a terminal. */
  state?: true;
}

export type Cell = string | number | boolean | null | undefined;

/**
 * A cell as a terminal may see it. Names and descriptions are what routers say they are, so control characters, with
 * which they could drive the terminal, are shown as `?`.
 */
export function cellText(cell: Cell): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return String(cell ?? '').replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}
