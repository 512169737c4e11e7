import type { SteeringRow } from '#model/api-chain-rows.ts';
import type { Column } from '../output/columns.ts';
import { steeringStates } from '../states.ts';
import { failOnStates } from './fail-on.ts';
import { listCommand } from './list-command.ts';

type Target = SteeringRow['targets'][number];

const targetText = ({ kind, target, copy }: Target): string => `${copy ? 'copy ' : ''}${kind} ${target}`;

/** What is wrong with those targets that are not as they should be, each once. */
const details = ({ targets }: SteeringRow): string =>
  [...new Set(targets.filter(({ state }) => state !== 'resolved').map(({ detail }) => detail))].join('; ');

const columns: readonly Column<SteeringRow>[] = [
  { name: 'LOCATION', value: ({ location }) => location },
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'FAMILY', value: ({ family }) => family },
  { name: 'MATCH', value: ({ rd, match }) => (rd === null ? match : `${rd} ${match}`) },
  { name: 'TARGET', value: ({ targets }) => targets.map(targetText).join(', ') },
  { name: 'ELEMENT', value: ({ targets }) => targets.flatMap(({ elementId }) => elementId ?? []).join(' ') },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'DETAIL', value: details },
  { name: 'LAST CHANGE', value: ({ lastChanged }) => lastChanged },
];

const steeringLine = (row: SteeringRow): string =>
  `${row.match} to ${row.targets.map(targetText).join(', ')} at ${row.router} is ${row.state}: ${details(row)}`;

export const steeringList = listCommand<SteeringRow>({
  words: ['steering', 'list'],
  summary: 'routes that lead traffic to elements, and what they come to',
  path: '/v1/steering',
  options: {
    state: { summary: 'only those in this state', value: 'STATE', query: 'state', choices: steeringStates },
    router: { summary: 'only those of this router', value: 'ID', query: 'router' },
    target: {
      summary: 'only those to this element (by its id), address or route target',
      value: 'TARGET',
      query: 'target',
    },
  },
  columns,
  failOn: failOnStates({ of: 'a redirect', states: steeringStates, stateOf: ({ state }) => state, line: steeringLine }),
  example: 'steering list --fail-on dangling,half-open',
});
