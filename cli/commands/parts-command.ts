import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList, renderOne } from '../output/list.ts';
import type { Command } from './command.ts';
import { print } from './list-command.ts';

interface PartsProps<Thing, Part> {
  words: readonly string[];
  summary: string;
  path: string;
  columns: readonly Column<Thing>[];
  parts(thing: Thing): readonly Part[];
  partColumns: readonly Column<Part>[];
  example?: string;
}

/** A command that shows one thing by its id, and behind it what it consists of; rows alone are the parts. */
export function partsCommand<Thing, Part>(props: PartsProps<Thing, Part>): Command {
  const { path, columns, parts, partColumns, ...shape } = props;
  return {
    ...shape,
    parameters: [{ name: 'ID', required: true }],
    options: {},
    formats,
    async run({ api, parameters: [id = ''], format, terminal }) {
      const { data } = await api.get<Thing>(`${path}/${encodeURIComponent(id)}`);
      const isForPeople = format === 'table' || format === 'text';
      if (isForPeople || format === 'json') await print(renderOne(data, columns, format, terminal.colour), terminal);
      if (isForPeople) await terminal.write('\n');
      if (format !== 'json') await print(renderList(parts(data), partColumns, format, terminal.colour), terminal);
      return exitCodes.ok;
    },
  };
}
