import Table from 'cli-table3';
import { alignedText, csvField } from '#model/text-table.ts';
import { paintState } from '../terminal.ts';
import { type Cell, type Column, cellText } from './columns.ts';
import type { Format } from './format.ts';

type Rows<Row> = AsyncIterable<Row> | Iterable<Row>;
type Render = <Row>(rows: Rows<Row>, columns: readonly Column<Row>[], colour: boolean) => AsyncIterable<string>;

const renderers: Record<Format, Render> = { table, json, ndjson, csv, text, yaml };

/** Rows as text, in pieces; `json`, `ndjson` and `yaml` show all of a row, the others its columns. Only `table` and `text` hold all rows. */
export function renderList<Row>(
  rows: Rows<Row>,
  columns: readonly Column<Row>[],
  format: Format,
  colour: boolean,
): AsyncIterable<string> {
  return renderers[format](rows, columns, colour);
}

/** One thing: a column is a line. */
export function renderOne<Row>(
  row: Row,
  columns: readonly Column<Row>[],
  format: Format,
  colour: boolean,
): AsyncIterable<string> {
  if (format === 'table' || format === 'text') return lines(row, columns, colour);
  if (format === 'json') return jsonObject(row);
  if (format === 'yaml') return yamlDocument(row);
  return renderList([row], columns, format, colour);
}

async function* jsonObject(value: unknown): AsyncGenerator<string> {
  yield `${JSON.stringify(value, null, 2)}\n`;
}

async function* yamlDocument(value: unknown): AsyncGenerator<string> {
  const { stringify } = await import('yaml');
  yield stringify(value, { lineWidth: 0 });
}

async function* lines<Row>(row: Row, columns: readonly Column<Row>[], colour: boolean): AsyncGenerator<string> {
  const width = Math.max(...columns.map(({ name }) => name.length));
  for (const column of columns)
    yield `${column.name.padEnd(width)}  ${shown(column, row, colour)}\n`.replace(/ +\n$/, '\n');
}

async function* table<Row>(rows: Rows<Row>, columns: readonly Column<Row>[], colour: boolean): AsyncGenerator<string> {
  const grid = new Table({ head: columns.map(({ name }) => name), style: { head: [], border: [], compact: true } });
  for await (const row of rows) grid.push(columns.map((column) => shown(column, row, colour)));
  yield `${grid.toString()}\n`;
}

async function* text<Row>(rows: Rows<Row>, columns: readonly Column<Row>[]): AsyncGenerator<string> {
  const grid = [columns.map(({ name }) => name)];
  for await (const row of rows) grid.push(columns.map((column) => shown(column, row, false)));
  yield alignedText(grid);
}

async function* json<Row>(rows: Rows<Row>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const row of rows) {
    yield `${separator}${JSON.stringify(row, null, 2).replace(/^/gm, '  ')}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

async function* ndjson<Row>(rows: Rows<Row>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function* yaml<Row>(rows: Rows<Row>): AsyncGenerator<string> {
  let isEmpty = true;
  for await (const row of rows) {
    yield* yamlDocument([row]);
    isEmpty = false;
  }
  if (isEmpty) yield '[]\n';
}

/** RFC 4180, but lines end as they do on the machines that read it. */
async function* csv<Row>(rows: Rows<Row>, columns: readonly Column<Row>[]): AsyncGenerator<string> {
  const record = (cells: readonly Cell[]) => `${cells.map((cell) => csvField(String(cell ?? ''))).join(',')}\n`;
  yield record(columns.map(({ name }) => name));
  for await (const row of rows) yield record(columns.map(({ value }) => value(row)));
}

function shown<Row>({ value, state }: Column<Row>, row: Row, colour: boolean): string {
  const cell = cellText(value(row));
  return state === true && colour ? paintState(cell) : cell;
}
