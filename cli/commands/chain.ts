import type { ChainRow } from '#model/api-chain-rows.ts';
import type { Column } from '../output/columns.ts';
import { chainOrigins, elementStates } from '../states.ts';
import { failOnStates } from './fail-on.ts';
import { listCommand } from './list-command.ts';
import { partsCommand } from './parts-command.ts';

type Hop = ChainRow['hops'][number];

/** As the rules name it, and by the element that answers to it. */
const hopName = ({ group, servicePrefix, element }: Hop): string =>
  group !== null ? `group ${group}` : (servicePrefix ?? element ?? 'nothing');

const hopText = (hop: Hop): string => (hop.state === 'complete' ? hopName(hop) : `${hopName(hop)} (${hop.state})`);

const columns: readonly Column<ChainRow>[] = [
  { name: 'CHAIN', value: ({ name }) => name },
  { name: 'ORIGIN', value: ({ origin }) => origin },
  { name: 'LOCATION', value: ({ location }) => location },
  { name: 'DIRECTION', value: ({ direction }) => direction },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'HOPS', value: ({ hops }) => hops.map(hopText).join(' > ') },
  { name: 'SINCE', value: ({ since }) => since },
  { name: 'ID', value: ({ id }) => id },
];

const details = columns.filter(({ name }) => name !== 'HOPS');

const hopColumns: readonly Column<Hop & { number: number }>[] = [
  { name: 'HOP', value: ({ number }) => number },
  { name: 'GROUP', value: ({ group }) => group },
  { name: 'SERVICE PREFIX', value: ({ servicePrefix }) => servicePrefix },
  { name: 'ELEMENT', value: ({ element }) => element },
  { name: 'STATE', value: ({ state }) => state, state: true },
];

const numbered = ({ hops }: ChainRow) => hops.map((hop, index) => ({ number: index + 1, ...hop }));

/** Names the hops that the state is of. */
function chainLine(chain: ChainRow): string {
  const worst = numbered(chain).filter(({ state }) => state === chain.state);
  const where = worst.map((hop) => `hop ${hop.number} (${hopName(hop)})`).join(' and ');
  return `${chain.name} is ${chain.state}${where === '' ? '' : `, at ${where}`}`;
}

export const chainList = listCommand<ChainRow>({
  words: ['chain', 'list'],
  summary: 'service chains, with the state of their worst hop',
  path: '/v1/chains',
  options: {
    state: { summary: 'only chains in this state', value: 'STATE', query: 'state', choices: elementStates },
    location: { summary: 'only chains at this location', value: 'CODE', query: 'location' },
    origin: {
      summary: 'only chains of the rules, those that are one element, or paths of RFC 9015',
      value: 'ORIGIN',
      query: 'origin',
      choices: chainOrigins,
    },
  },
  columns,
  failOn: failOnStates({ of: 'a chain', states: elementStates, stateOf: ({ state }) => state, line: chainLine }),
  example: 'chain list --origin rules --fail-on half-open,lost,conflict',
});

export const chainGet = partsCommand<ChainRow, Hop & { number: number }>({
  words: ['chain', 'get'],
  summary: 'one chain, hop by hop',
  path: '/v1/chains',
  columns: details,
  parts: numbered,
  partColumns: hopColumns,
});
