import type { CollectorRow, RouterRow } from '#model/api-rows.ts';
import { socketAddress } from '#model/socket-address.ts';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList, renderOne } from '../output/list.ts';
import { upTime } from '../output/up-time.ts';
import type { Command, Context } from './command.ts';
import { print } from './list-command.ts';

interface Shown {
  stations: CollectorRow[];
  clients: RouterRow[];
  asOf: Date;
}

const stationColumns: readonly Column<CollectorRow>[] = [
  { name: 'STATION', value: ({ id }) => id },
  { name: 'ADDRESS', value: ({ address }) => address },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'LAST CHANGE', value: ({ state, startedAt, heartbeatAt }) => (state === 'up' ? startedAt : heartbeatAt) },
  { name: 'CLIENTS', value: ({ connections }) => connections },
  { name: 'MAX', value: ({ connectionsMax }) => connectionsMax },
];

const clientColumns = (asOf: Date): readonly Column<RouterRow>[] => [
  { name: 'CLIENT', value: ({ id }) => id },
  { name: 'REMOTE SYSNAME', value: ({ sysName }) => sysName },
  { name: 'ADDRESS', value: ({ session }) => socketAddress(session.source, session.sourcePort) },
  { name: 'STATE', value: ({ session }) => session.state, state: true },
  { name: 'LAST CHANGE', value: ({ session }) => session.since },
  { name: 'UP TIME', value: ({ session }) => (session.state === 'up' ? upTime(new Date(session.since), asOf) : null) },
  { name: 'LAST MESSAGE', value: ({ session }) => session.lastMessageAt },
  { name: 'HELD DOWN UNTIL', value: ({ session }) => session.heldDownUntil },
];

export const bmp: Command = {
  words: ['bmp'],
  summary: 'BMP stations and their clients: state, last change, address, up time',
  parameters: [],
  options: {},
  formats,
  async run(context) {
    const shown = await stationsAndClients(context.api);
    const show =
      context.format === 'json'
        ? showObject
        : context.format === 'ndjson' || context.format === 'csv'
          ? showClients
          : showBoth;
    await show(shown, context);
    return exitCodes.ok;
  },
};

async function stationsAndClients(api: ApiClient): Promise<Shown> {
  const stations: CollectorRow[] = [];
  for await (const station of api.list<CollectorRow>('/v1/collectors')) stations.push(station);
  const clients: RouterRow[] = [];
  let asOf = new Date();
  for await (const { data, meta } of api.pages<RouterRow[]>('/v1/routers')) {
    clients.push(...data);
    if (meta !== undefined) asOf = new Date(meta.asOf);
  }
  return { stations, clients, asOf };
}

type Show = (shown: Shown, context: Context) => Promise<void>;

const showObject: Show = async ({ stations, clients }, { terminal }) => {
  await print(renderOne({ stations, clients }, [], 'json', false), terminal);
};

const showClients: Show = async ({ clients, asOf }, { format, terminal }) => {
  await print(renderList(clients, clientColumns(asOf), format, terminal.colour), terminal);
};

const showBoth: Show = async (shown, context) => {
  const { format, terminal } = context;
  await print(renderList(shown.stations, stationColumns, format, terminal.colour), terminal);
  await terminal.write('\n');
  await showClients(shown, context);
};
