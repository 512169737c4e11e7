import type { RouterRow } from '#model/api-rows.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList } from '../output/list.ts';
import type { Command } from './command.ts';
import { print } from './list-command.ts';

/** Messages of RFC 7854 §4.1 by their name in the counters, in the order of a session. An object, so that the compiler misses one. */
const kinds: Record<BmpMessage['type'] | 'undecodable', true> = {
  initiation: true,
  'peer-up': true,
  'route-monitoring': true,
  'statistics-report': true,
  'route-mirroring': true,
  'peer-down': true,
  termination: true,
  unknown: true,
  undecodable: true,
};

/** One kind of message of one client, or the `total` of all, which tells of the routes too. */
interface KindCount {
  client: string;
  kind: string;
  messages: number;
  bytes: number;
  announced?: number;
  withdrawn?: number;
}

const columns: readonly Column<KindCount>[] = [
  { name: 'CLIENT', value: ({ client }) => client },
  { name: 'KIND', value: ({ kind }) => kind },
  { name: 'MESSAGES', value: ({ messages }) => messages },
  { name: 'BYTES', value: ({ bytes }) => bytes },
  { name: 'ANNOUNCED', value: ({ announced }) => announced },
  { name: 'WITHDRAWN', value: ({ withdrawn }) => withdrawn },
];

export const bmpStatistics: Command = {
  words: ['bmp', 'statistics'],
  summary: 'messages and bytes by kind, and routes, that each BMP client sent in its session',
  parameters: [],
  options: {},
  formats,
  async run({ api, format, terminal }) {
    const clients = api.list<RouterRow>('/v1/routers');
    const shown =
      format === 'json' || format === 'ndjson'
        ? renderList(clients, [], format, terminal.colour)
        : renderList(counts(clients), columns, format, terminal.colour);
    await print(shown, terminal);
    return exitCodes.ok;
  },
};

async function* counts(clients: AsyncIterable<RouterRow>): AsyncGenerator<KindCount> {
  for await (const { id: client, counters } of clients) {
    const { messages, messageBytes, bytes, announced, withdrawn } = counters;
    for (const kind of Object.keys(kinds).filter((known) => known in messages))
      yield { client, kind, messages: messages[kind] ?? 0, bytes: messageBytes[kind] ?? 0 };
    const all = Object.values(messages).reduce((sum, count) => sum + count, 0);
    yield { client, kind: 'total', messages: all, bytes, announced, withdrawn };
  }
}
