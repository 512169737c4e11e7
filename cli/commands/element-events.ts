import type { EventRow } from '#model/api-rows.ts';
import { exitCodes } from '../exit-code.ts';
import { parseMoment } from '../moment.ts';
import { eventFormats, renderEvents } from '../output/event-lines.ts';
import type { Command, Options } from './command.ts';
import { print } from './list-command.ts';

export const elementEvents: Command = {
  words: ['element', 'events'],
  summary: 'what became of one service element, oldest first',
  parameters: [{ name: 'ID', required: true }],
  options: {
    from: { summary: 'only what happened since: 30m, 2h or 1d ago, or a time', value: 'TIME' },
    to: { summary: 'only what happened until then', value: 'TIME' },
  },
  formats: eventFormats,
  example: 'element events nj01emd~11.11.11.11 --from 1d',
  async run({ api, parameters: [id = ''], options, format, terminal }) {
    const query = { ...momentOf(options, 'from'), ...momentOf(options, 'to') };
    const rows = api.list<EventRow>(`/v1/elements/${encodeURIComponent(id)}/events`, query);
    await print(renderEvents(rows, format, terminal.colour), terminal);
    return exitCodes.ok;
  },
};

function momentOf(options: Options, name: string): Record<string, string> {
  const given = options.text(name);
  return given === undefined ? {} : { [name]: parseMoment(name, given) };
}
