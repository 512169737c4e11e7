import type { AnnouncementRow, ElementRow } from '#model/api-rows.ts';
import { discoveredText } from '#model/discovered-text.ts';
import { printable } from '#model/printable.ts';
import type { ApiClient, Query } from '../api-client.ts';
import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { renderList } from '../output/list.ts';
import { announcementStates, elementStates } from '../states.ts';
import type { Command, Options } from './command.ts';
import { elementLine } from './element.ts';
import { parseStates } from './fail-on.ts';
import { print } from './list-command.ts';

const columns: readonly Column<AnnouncementRow>[] = [
  { name: 'LOCATION', value: ({ location }) => location },
  { name: 'VENDOR', value: ({ vendor }) => vendor },
  { name: 'PEER IP', value: ({ peerIp }) => peerIp },
  { name: 'DEVICE ID', value: ({ deviceId }) => deviceId },
  { name: 'SERVICE IP', value: ({ serviceIp }) => serviceIp },
  { name: 'TYPE', value: ({ serviceIpType }) => serviceIpType },
  { name: 'STATE', value: ({ state }) => state, state: true },
];

export const serviceChainDiscovered: Command = {
  words: ['service-chain', 'discovered'],
  summary: 'the service addresses that elements announce now',
  parameters: [],
  options: {
    location: { summary: 'only this location', value: 'CODE', query: 'location' },
    role: { summary: 'only this role, e.g. trust', value: 'ROLE', query: 'role' },
    state: {
      summary: 'only announcements, or elements, in this state',
      value: 'STATE',
      choices: [...new Set([...announcementStates, ...elementStates])],
    },
    'fail-on': {
      summary: 'exit 5 when an element is in one of these states (comma between), e.g. half-open,lost',
      value: 'STATES',
    },
  },
  formats: ['text', 'table', 'json', 'ndjson', 'csv'],
  async run({ api, options, format, terminal }) {
    const given = options.text('fail-on');
    const failOn = given === undefined ? [] : parseStates(given, 'an element', elementStates);
    const rows = announcements(api, options);
    await print(
      format === 'text' ? discoveredTexts(rows) : renderList(rows, columns, format, terminal.colour),
      terminal,
    );
    const failed = await elementsIn(failOn, api, options.query());
    for (const element of failed) terminal.note(printable(elementLine(element)));
    return failed.length > 0 ? exitCodes.checkFailed : exitCodes.ok;
  },
};

async function* discoveredTexts(rows: AsyncIterable<AnnouncementRow>): AsyncGenerator<string> {
  for await (const row of rows) yield discoveredText(row);
}

/** A state that only elements have selects the announcements of those elements. */
function announcements(api: ApiClient, options: Options): AsyncIterable<AnnouncementRow> {
  const state = options.text('state');
  const query = options.query();
  if (state === undefined) return api.list('/v1/announcements', query);
  if (announcementStates.includes(state)) return api.list('/v1/announcements', { ...query, state });
  return announcementsOf(api.list('/v1/elements', { ...query, state }), query.role);
}

async function* announcementsOf(
  elements: AsyncIterable<ElementRow>,
  onlyRole: string | undefined,
): AsyncGenerator<AnnouncementRow> {
  for await (const { interfaces } of elements) {
    for (const [role, rows] of Object.entries(interfaces)) {
      if (onlyRole === undefined || role === onlyRole) yield* rows;
    }
  }
}

/** An element fails as a whole: a role given does not narrow the check, or a side that is missing would go unseen. */
async function elementsIn(states: readonly string[], api: ApiClient, { location }: Query): Promise<ElementRow[]> {
  const found: ElementRow[] = [];
  for (const state of states) {
    for await (const element of api.list<ElementRow>('/v1/elements', {
      state,
      ...(location !== undefined && { location }),
    }))
      found.push(element);
  }
  return found;
}
