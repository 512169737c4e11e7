import { expect, test } from 'vitest';
import type { Column } from '#cli/output/columns.ts';
import type { Format } from '#cli/output/format.ts';
import { renderList, renderOne } from '#cli/output/list.ts';
import { upTime } from '#cli/output/up-time.ts';

interface Row {
  name: string;
  state: string;
  note: string | null;
}

const columns: readonly Column<Row>[] = [
  { name: 'NAME', value: ({ name }) => name },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'NOTE', value: ({ note }) => note },
];

const rows: readonly Row[] = [
  { name: 'a', state: 'up', note: null },
  { name: 'bb', state: 'down', note: 'say "no", twice' },
];

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

const list = async (given: readonly Row[], format: Format, colour = false) =>
  joined(renderList(given, columns, format, colour));

test('table', async () => {
  expect(await list(rows, 'table')).toBe(
    [
      '┌──────┬───────┬─────────────────┐',
      '│ NAME │ STATE │ NOTE            │',
      '├──────┼───────┼─────────────────┤',
      '│ a    │ up    │                 │',
      '│ bb   │ down  │ say "no", twice │',
      '└──────┴───────┴─────────────────┘',
      '',
    ].join('\n'),
  );
});

test('a table on a terminal has its states in colour, and stays aligned', async () => {
  const coloured = await list(rows, 'table', true);
  expect(coloured).toContain('\u001b[32mup\u001b[39m   ');
  expect(coloured).toContain('\u001b[31mdown\u001b[39m ');
});

test('text', async () => {
  expect(await list(rows, 'text', true)).toBe('NAME  STATE  NOTE\na     up\nbb    down   say "no", twice\n');
});

test('csv quotes what has to be', async () => {
  expect(await list(rows, 'csv')).toBe('NAME,STATE,NOTE\na,up,\nbb,down,"say ""no"", twice"\n');
});

test('json and ndjson hold whole rows', async () => {
  expect(JSON.parse(await list(rows, 'json'))).toEqual(rows);
  expect(await list([], 'json')).toBe('[]\n');
  expect(
    (await list(rows, 'ndjson'))
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  ).toEqual(rows);
});

test('one thing: a line per column', async () => {
  const [, row] = rows;
  expect(await joined(renderOne(row ?? expect.fail(), columns, 'table', false))).toBe(
    'NAME   bb\nSTATE  down\nNOTE   say "no", twice\n',
  );
});

test.each([
  [0, '00:00:00'],
  [3_661_000, '01:01:01'],
  [2 * 86_400_000 + 59_999, '2d 00:00:59'],
  [-5000, '00:00:00'],
])('up time of %i ms', (milliseconds, text) => {
  expect(upTime(new Date(1_000_000), new Date(1_000_000 + milliseconds))).toBe(text);
});
