import type { RouterRow } from '#model/api-rows.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList, renderOne } from '../output/list.ts';
import { upTime } from '../output/up-time.ts';
import type { Command, Context } from './command.ts';
import { listCommand, print } from './list-command.ts';

/** A collector, as its clients tell of it. */
interface Station {
  id: string;
  state: 'up' | 'down';
  lastChange: string;
  clients: { current: number; known: number };
}

const stationColumns: readonly Column<Station>[] = [
  { name: 'STATION', value: ({ id }) => id },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'LAST CHANGE', value: ({ lastChange }) => lastChange },
  { name: 'CLIENTS', value: ({ clients }) => clients.current },
  { name: 'KNOWN', value: ({ clients }) => clients.known },
];

const clientColumns = (asOf: Date): readonly Column<RouterRow>[] => [
  { name: 'CLIENT', value: ({ id }) => id },
  { name: 'REMOTE SYSNAME', value: ({ sysName }) => sysName },
  { name: 'ADDRESS', value: ({ session }) => session.source },
  { name: 'STATE', value: ({ session }) => session.state, state: true },
  { name: 'LAST CHANGE', value: ({ session }) => session.since },
  { name: 'UP TIME', value: ({ session }) => (session.state === 'up' ? upTime(new Date(session.since), asOf) : null) },
  { name: 'LAST MESSAGE', value: ({ session }) => session.lastMessageAt },
];

export const bmp: Command = {
  words: ['bmp'],
  summary: 'BMP stations and their clients: state, last change, address, up time',
  parameters: [],
  options: {},
  formats,
  async run(context) {
    const { clients, asOf } = await knownClients(context.api);
    const show =
      context.format === 'json'
        ? showObject
        : context.format === 'ndjson' || context.format === 'csv'
          ? showClients
          : showBoth;
    await show(clients, asOf, context);
    return exitCodes.ok;
  },
};

/** Messages of RFC 7854 §4.1 by their name in the counters, and the header of their column. */
const messageColumns = {
  initiation: 'INIT',
  'peer-up': 'PEER UP',
  'peer-down': 'PEER DOWN',
  'route-monitoring': 'ROUTE MON',
  'statistics-report': 'STATS',
  'route-mirroring': 'MIRROR',
  termination: 'TERM',
  unknown: 'UNKNOWN',
  undecodable: 'UNDECODABLE',
} as const satisfies Record<BmpMessage['type'] | 'undecodable', string>;

export const bmpStatistics = listCommand<RouterRow>({
  words: ['bmp', 'statistics'],
  summary: 'messages by kind, octets and routes that each BMP client sent',
  path: '/v1/routers',
  options: {},
  columns: [
    { name: 'CLIENT', value: ({ id }) => id },
    ...Object.entries(messageColumns).map(([kind, name]) => ({
      name,
      value: ({ counters }: RouterRow) => counters.messages[kind] ?? 0,
    })),
    { name: 'OCTETS', value: ({ counters }) => counters.bytes },
    { name: 'ANNOUNCED', value: ({ counters }) => counters.announced },
    { name: 'WITHDRAWN', value: ({ counters }) => counters.withdrawn },
  ],
});

async function knownClients(api: ApiClient): Promise<{ clients: RouterRow[]; asOf: Date }> {
  const clients: RouterRow[] = [];
  let asOf = new Date();
  for await (const { data, meta } of api.pages<RouterRow[]>('/v1/routers')) {
    clients.push(...data);
    if (meta !== undefined) asOf = new Date(meta.asOf);
  }
  return { clients, asOf };
}

function stationsOf(clients: readonly RouterRow[]): Station[] {
  const byCollector = Map.groupBy(clients, ({ session }) => session.collectorId);
  return [...byCollector].map(([id, own]) => {
    const current = own.filter(({ session }) => session.state === 'up').length;
    const lastChange =
      own
        .map(({ session }) => session.since)
        .sort()
        .at(-1) ?? '';
    return { id, state: current > 0 ? 'up' : 'down', lastChange, clients: { current, known: own.length } };
  });
}

type Show = (clients: readonly RouterRow[], asOf: Date, context: Context) => Promise<void>;

const showObject: Show = async (clients, _asOf, { terminal }) => {
  await print(renderOne({ stations: stationsOf(clients), clients }, [], 'json', false), terminal);
};

const showClients: Show = async (clients, asOf, { format, terminal }) => {
  await print(renderList(clients, clientColumns(asOf), format, terminal.colour), terminal);
};

const showBoth: Show = async (clients, asOf, context) => {
  const { format, terminal } = context;
  await print(renderList(stationsOf(clients), stationColumns, format, terminal.colour), terminal);
  await terminal.write('\n');
  await showClients(clients, asOf, context);
};
