import type { Summary } from '#model/api-rows.ts';
import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList, renderOne } from '../output/list.ts';
import type { Command } from './command.ts';
import { print } from './list-command.ts';

/** A number of the summary and the names on the way to it, e.g. `routes adj-rib-in-pre ipv4-unicast`. */
interface Count {
  of: string;
  count: number;
}

const columns: readonly Column<Count>[] = [
  { name: 'OF', value: ({ of }) => of },
  { name: 'COUNT', value: ({ count }) => count },
];

export const summary: Command = {
  words: ['summary'],
  summary: 'how many elements, routers, peers and routes there are, by state',
  parameters: [],
  options: { location: { summary: 'only this location', value: 'CODE', query: 'location' } },
  formats,
  async run({ api, options, format, terminal }) {
    const { data } = await api.get<Summary>('/v1/summary', options.query());
    const text =
      format === 'json'
        ? renderOne(data, [], format, terminal.colour)
        : renderList(counts(data, []), columns, format, terminal.colour);
    await print(text, terminal);
    return exitCodes.ok;
  },
};

async function* counts(value: unknown, path: readonly string[]): AsyncGenerator<Count> {
  if (typeof value === 'number') yield { of: path.map(words).join(' '), count: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) yield* counts(part, [...path, name]);
}

/** `eventsLastHour` as words. */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
