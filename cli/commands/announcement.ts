import type { AnnouncementRow } from '#model/api-rows.ts';
import type { Column } from '../output/columns.ts';
import { announcementStates, pipelineSteps } from '../states.ts';
import type { Command } from './command.ts';
import { listCommand } from './list-command.ts';

const columns: readonly Column<AnnouncementRow>[] = [
  { name: 'LOCATION', value: ({ location }) => location },
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'PEER', value: ({ peerIp }) => peerIp },
  { name: 'ROLE', value: ({ role }) => role },
  { name: 'SERVICE IP', value: ({ serviceIp }) => serviceIp },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'ACCEPTED', value: ({ pipeline }) => pipeline.accepted },
  { name: 'SELECTED', value: ({ pipeline }) => pipeline.selected },
  { name: 'ADVERTISED', value: ({ pipeline }) => pipeline.advertised },
  { name: 'RULE', value: ({ matchedRule }) => matchedRule },
  { name: 'LAST CHANGE', value: ({ lastChanged }) => lastChanged },
];

const step = (query: string, summary: string): Command['options'][string] => ({
  summary: `only those of which this is so: ${summary}`,
  value: 'ANSWER',
  query,
  choices: pipelineSteps,
});

export const announcementList = listCommand<AnnouncementRow>({
  words: ['announcement', 'list'],
  summary: 'tagged routes from elements, and how far they come through a router',
  path: '/v1/announcements',
  options: {
    location: { summary: 'only this location', value: 'CODE', query: 'location' },
    router: { summary: 'only those at this router', value: 'ID', query: 'router' },
    peer: { summary: 'only those of this peer, by its id or address', value: 'ID', query: 'peer' },
    role: { summary: 'only this role, e.g. trust', value: 'ROLE', query: 'role' },
    prefix: { summary: 'only this service address', value: 'PREFIX', query: 'prefix' },
    state: { summary: 'only those in this state', value: 'STATE', query: 'state', choices: announcementStates },
    accepted: step('accepted', 'the import policy took it'),
    selected: step('selected', 'it is the best path'),
    advertised: step('advertised', 'it is told to anyone'),
  },
  columns,
  example: 'announcement list --accepted yes --selected no',
});
