/** Rows of an answer as a table of texts. */
export interface TextTable {
  columns: string[];
  rows: string[][];
}

/** A column for every value of any row: names of nested ones are joined by dots, lists by spaces. */
export function textTable(rows: readonly unknown[]): TextTable {
  const flat = rows.map((row) => new Map(flattened(row, '')));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return { columns, rows: flat.map((row) => columns.map((column) => row.get(column) ?? '')) };
}

/** RFC 4180. */
export function csvOf({ columns, rows }: TextTable): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** Columns as wide as their widest cell; control characters of routers do not reach a terminal. */
export function alignedText({ columns, rows }: TextTable): string {
  const lines = [columns.map((column) => column.toUpperCase()), ...rows.map((cells) => cells.map(printable))];
  const widths = columns.map((_, column) =>
    lines.reduce((most, cells) => Math.max(most, (cells[column] ?? '').length), 0),
  );
  return lines
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** Control characters, C1 among them, as a replacement character. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\ufffd');

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function flattened(value: unknown, name: string): [string, string][] {
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, inner]) => flattened(inner, name === '' ? key : `${name}.${key}`));
  }
  return [[name, cellOf(value)]];
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value))
    return value.map((each) => (isRecord(each) ? JSON.stringify(each) : String(each))).join(' ');
  return String(value);
}
