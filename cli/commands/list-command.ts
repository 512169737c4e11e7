import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList, renderOne } from '../output/list.ts';
import type { Command, Context } from './command.ts';
import { checked, type FailOn } from './fail-on.ts';

interface ListProps<Row> {
  words: readonly string[];
  summary: string;
  path: string;
  options: Command['options'];
  columns: readonly Column<Row>[];
  formats?: Command['formats'];
  failOn?: FailOn<Row>;
  example?: string;
}

/** A command that shows all rows of one list of the API; its options are the list's parameters. */
export function listCommand<Row>({ path, columns, failOn, ...shape }: ListProps<Row>): Command {
  return {
    formats,
    ...shape,
    options: { ...shape.options, ...(failOn && { 'fail-on': failOn.option }) },
    parameters: [],
    async run(context) {
      const { api, options, format, terminal } = context;
      const { rows, verdict } = checked(api.list<Row>(path, options.query()), failOn, context);
      await print(renderList(rows, columns, format, terminal.colour), terminal);
      return verdict();
    },
  };
}

interface GetProps<Thing> {
  words: readonly string[];
  summary: string;
  path: string;
  columns: readonly Column<Thing>[];
  /** What names it, where that is no id. */
  parameter?: string;
  example?: string;
}

/** A command that shows one thing of a list, by its id. */
export function getCommand<Thing>({ path, columns, parameter = 'ID', ...shape }: GetProps<Thing>): Command {
  return {
    ...shape,
    parameters: [{ name: parameter, required: true }],
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

/** Shows rows as they come; that there are none is an answer of its own. */
export const printFound = <Row>(
  context: Context,
  rows: AsyncIterable<Row>,
  columns: readonly Column<Row>[],
  noneText: string,
): Promise<ExitCode> =>
  printCounted(
    context,
    rows,
    (counted) => renderList(counted, columns, context.format, context.terminal.colour),
    noneText,
  );

/** The same for rows that are text already. */
export const printLines = (context: Context, lines: AsyncIterable<string>, noneText: string): Promise<ExitCode> =>
  printCounted(context, lines, (counted) => counted, noneText);

async function printCounted<Item>(
  { terminal }: Context,
  items: AsyncIterable<Item>,
  render: (items: AsyncIterable<Item>) => AsyncIterable<string>,
  noneText: string,
): Promise<ExitCode> {
  const seen = { items: 0 };
  await print(render(counted(items, seen)), terminal);
  if (seen.items > 0) return exitCodes.ok;
  terminal.note(noneText);
  return exitCodes.notFound;
}

async function* counted<Item>(items: AsyncIterable<Item>, seen: { items: number }): AsyncGenerator<Item> {
  for await (const item of items) {
    seen.items += 1;
    yield item;
  }
}
