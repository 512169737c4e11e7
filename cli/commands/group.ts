import type { GroupRow } from '#model/api-chain-rows.ts';
import type { Column } from '../output/columns.ts';
import { elementStates } from '../states.ts';
import { failOnStates } from './fail-on.ts';
import { listCommand } from './list-command.ts';
import { partsCommand } from './parts-command.ts';

type Member = GroupRow['members'][number];

const details: readonly Column<GroupRow>[] = [
  { name: 'GROUP', value: ({ name }) => name },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'COMPLETE', value: ({ complete, members }) => `${complete} of ${members.length}` },
  { name: 'NEEDED', value: ({ minComplete }) => minComplete },
  { name: 'SINCE', value: ({ since }) => since },
  { name: 'ID', value: ({ id }) => id },
];

const memberColumns: readonly Column<Member>[] = [
  { name: 'ELEMENT', value: ({ element }) => element },
  { name: 'STATE', value: ({ state }) => state, state: true },
];

const groupLine = ({ name, state, complete, members, minComplete }: GroupRow): string =>
  `${name} is ${state}, ${complete} of ${members.length} complete where ${minComplete} must be`;

export const groupList = listCommand<GroupRow>({
  words: ['group', 'list'],
  summary: 'redundancy groups, and whether enough of their elements are complete',
  path: '/v1/groups',
  options: { state: { summary: 'only groups in this state', value: 'STATE', query: 'state', choices: elementStates } },
  columns: details,
  failOn: failOnStates({ of: 'a group', states: elementStates, stateOf: ({ state }) => state, line: groupLine }),
  example: 'group list --fail-on half-open,lost',
});

export const groupGet = partsCommand<GroupRow, Member>({
  words: ['group', 'get'],
  summary: 'one redundancy group, element by element',
  path: '/v1/groups',
  columns: details,
  parts: ({ members }) => members,
  partColumns: memberColumns,
});
