import type { EventRow } from '#model/api-rows.ts';
import { type Column, cellText } from './columns.ts';
import type { Format } from './format.ts';
import { renderList } from './list.ts';

export const eventFormats: readonly [Format, ...Format[]] = ['text', 'table', 'json', 'ndjson', 'csv'];

const columns: readonly Column<EventRow>[] = [
  { name: 'TIME', value: ({ time }) => time },
  { name: 'TYPE', value: ({ type }) => type },
  { name: 'SUBJECT', value: ({ subject }) => subject },
  { name: 'DATA', value: ({ data }) => JSON.stringify(data) },
];

/** Events as they come; as text, a line each. */
export const renderEvents = (rows: AsyncIterable<EventRow>, format: Format, colour: boolean): AsyncIterable<string> =>
  format === 'text' ? lines(rows) : renderList(rows, columns, format, colour);

async function* lines(rows: AsyncIterable<EventRow>): AsyncGenerator<string> {
  for await (const { time, type, subject, data } of rows) {
    yield `${cellText(time).padEnd(24)}  ${cellText(type).padEnd(22)}  ${cellText(subject)}  ${cellText(JSON.stringify(data))}\n`;
  }
}
