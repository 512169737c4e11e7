import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList, renderOne } from '../output/list.ts';
import type { Command, Context } from './command.ts';

interface ListProps<Row> {
  words: readonly string[];
  summary: string;
  path: string;
  options: Command['options'];
  columns: readonly Column<Row>[];
}

/** A command that shows all rows of one list of the API; its options are the list's parameters. */
export function listCommand<Row>({ path, columns, ...shape }: ListProps<Row>): Command {
  return {
    ...shape,
    parameters: [],
    formats,
    async run({ api, options, format, terminal }) {
      const rows = api.list<Row>(path, options.query());
      await print(renderList(rows, columns, format, terminal.colour), terminal);
      return exitCodes.ok;
    },
  };
}

interface GetProps<Thing> {
  words: readonly string[];
  summary: string;
  path: string;
  columns: readonly Column<Thing>[];
}

/** A command that shows one thing of a list, by its id. */
export function getCommand<Thing>({ path, columns, ...shape }: GetProps<Thing>): Command {
  return {
    ...shape,
    parameters: [{ name: 'ID', required: true }],
    options: {},
    formats,
    async run({ api, parameters: [id = ''], format, terminal }) {
      const { data } = await api.get<Thing>(`${path}/${encodeURIComponent(id)}`);
      await print(renderOne(data, columns, format, terminal.colour), terminal);
      return exitCodes.ok;
    },
  };
}

/** Writes text as it comes, at the pace of who reads it. */
export async function print(text: AsyncIterable<string>, terminal: Context['terminal']): Promise<void> {
  for await (const piece of text) await terminal.write(piece);
}
