import { isJsonObject } from '#model/json-object.ts';
import { printable } from '#model/printable.ts';
import { alignedText, csvField } from '#model/text-table.ts';

/** Rows of an answer as a table of texts. */
export interface TextTable {
  columns: string[];
  rows: string[][];
}

/** How an object in a list is told in a cell. */
export type Telling = (object: Record<string, unknown>) => string;

/** So that nothing is lost. */
export const inFull: Telling = (object) => JSON.stringify(object);

/** So that people can read it: by what names it, with its state where that is all it is there for. */
export const byName: Telling = (object) => {
  const name = firstOf(object, ['serviceIp', 'id', 'name']);
  if (name !== undefined) return name;
  const { from, to, strategy, key, verdict, state } = object;
  if (typeof from === 'string' && typeof to === 'string') return `${from}>${to}`;
  if (typeof strategy === 'string') return `${strategy}=${key ?? ''}(${verdict})`;
  if (typeof state !== 'string') return JSON.stringify(object);
  return `${firstOf(object, ['target', 'servicePrefix', 'group', 'element']) ?? '-'}(${state})`;
};

const firstOf = (object: Record<string, unknown>, names: readonly string[]): string | undefined => {
  const value = names.map((name) => object[name]).find((each) => each !== null && each !== undefined);
  return value === undefined ? undefined : String(value);
};

/** A column for every value of any row: names of nested ones are joined by dots, lists by spaces. */
export function textTable(rows: readonly unknown[], tell: Telling): TextTable {
  const flat = rows.map((row) => new Map(flattened(row, '', tell)));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return { columns, rows: flat.map((row) => columns.map((column) => row.get(column) ?? '')) };
}

/** RFC 4180. */
export function csvOf({ columns, rows }: TextTable): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvField).join(',')}\r\n`).join('');
}

/** For people. */
export const plainText = ({ columns, rows }: TextTable): string =>
  alignedText([columns.map((column) => column.toUpperCase()), ...rows.map((cells) => cells.map(printable))]);

function flattened(value: unknown, name: string, tell: Telling): [string, string][] {
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) =>
      flattened(inner, name === '' ? key : `${name}.${key}`, tell),
    );
  }
  return [[name, cellOf(value, tell)]];
}

function cellOf(value: unknown, tell: Telling): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => (isJsonObject(each) ? tell(each) : String(each))).join(' ');
  return String(value);
}
