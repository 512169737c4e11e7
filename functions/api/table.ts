import { printable } from '#model/printable.ts';

/** Rows of an answer as a table of texts. */
export interface TextTable {
  columns: string[];
  rows: string[][];
}

/** How an object in a list is told in a cell. */
export type Telling = (object: Record<string, unknown>) => string;

/** So that nothing is lost. */
export const inFull: Telling = (object) => JSON.stringify(object);

/** So that people can read it: by what names it. */
export const byName: Telling = (object) =>
  String(object.serviceIp ?? object.id ?? object.name ?? JSON.stringify(object));

/** A column for every value of any row: names of nested ones are joined by dots, lists by spaces. */
export function textTable(rows: readonly unknown[], tell: Telling): TextTable {
  const flat = rows.map((row) => new Map(flattened(row, '', tell)));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return { columns, rows: flat.map((row) => columns.map((column) => row.get(column) ?? '')) };
}

/** RFC 4180. */
export function csvOf({ columns, rows }: TextTable): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** Columns as wide as their widest cell. */
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

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function flattened(value: unknown, name: string, tell: Telling): [string, string][] {
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, inner]) =>
      flattened(inner, name === '' ? key : `${name}.${key}`, tell),
    );
  }
  return [[name, cellOf(value, tell)]];
}

function cellOf(value: unknown, tell: Telling): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => (isRecord(each) ? tell(each) : String(each))).join(' ');
  return String(value);
}
