import type { AnnouncementRow, ElementRow } from '#model/api-rows.ts';
import { discoveredText } from '#model/discovered-text.ts';
import type { ApiClient, Query } from '../api-client.ts';
import { exitCodes, UsageError } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { renderList } from '../output/list.ts';
import type { Command, Options } from './command.ts';
import { print } from './list-command.ts';

// Objects, so that the compiler misses a state that is not here.
const announcementStates: Record<AnnouncementRow['state'], true> = {
  announced: true,
  learning: true,
  rejected: true,
  stale: true,
};
const elementStates: Record<ElementRow['state'], true> = {
  learning: true,
  complete: true,
  'half-open': true,
  draining: true,
  rejected: true,
  stale: true,
  lost: true,
  conflict: true,
};
const elementStateNames = Object.keys(elementStates);

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
      choices: Object.keys({ ...announcementStates, ...elementStates }),
    },
    'fail-on': {
      summary: `exit 5 when an element is in one of these states (comma between), e.g. half-open,lost`,
      value: 'STATES',
    },
  },
  formats: ['text', 'table', 'json', 'ndjson', 'csv'],
  async run({ api, options, format, terminal }) {
    const failOn = statesToFailOn(options);
    const rows = announcements(api, options);
    await print(
      format === 'text' ? discoveredTexts(rows) : renderList(rows, columns, format, terminal.colour),
      terminal,
    );
    const failed = await elementsIn(failOn, api, options.query());
    for (const { id, state, missing } of failed)
      terminal.note(`${id} is ${state}${missing.length > 0 ? `, ${missing.join(' and ')} missing` : ''}`);
    return failed.length > 0 ? exitCodes.checkFailed : exitCodes.ok;
  },
};

function statesToFailOn(options: Options): readonly string[] {
  const states = (options.text('fail-on') ?? '').split(',').filter((state) => state !== '');
  const wrong = states.find((state) => !Object.hasOwn(elementStates, state));
  if (wrong === undefined) return states;
  throw new UsageError(`--fail-on takes states of an element (${elementStateNames.join(', ')}), not '${wrong}'`);
}

async function* discoveredTexts(rows: AsyncIterable<AnnouncementRow>): AsyncGenerator<string> {
  for await (const row of rows) yield discoveredText(row);
}

/** A state that only elements have selects the announcements of those elements. */
function announcements(api: ApiClient, options: Options): AsyncIterable<AnnouncementRow> {
  const state = options.text('state');
  const query = options.query();
  if (state === undefined) return api.list('/v1/announcements', query);
  if (Object.hasOwn(announcementStates, state)) return api.list('/v1/announcements', { ...query, state });
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
