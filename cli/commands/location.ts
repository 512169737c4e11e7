import type { LocationRow } from '#model/api-rows.ts';
import type { Column } from '../output/columns.ts';
import { getCommand, listCommand } from './list-command.ts';

const columns: readonly Column<LocationRow>[] = [
  { name: 'LOCATION', value: ({ code }) => code },
  { name: 'ROUTERS', value: ({ routers }) => countsText(routers) },
  { name: 'ELEMENTS', value: ({ elements }) => countsText(elements) },
  { name: 'ANNOUNCEMENTS', value: ({ announcements }) => countsText(announcements) },
];

export const locationList = listCommand<LocationRow>({
  words: ['location', 'list'],
  summary: 'locations, and what is at each',
  path: '/v1/locations',
  options: {
    'fewer-complete-than': {
      summary: 'only locations with fewer complete elements',
      value: 'N',
      query: 'fewerCompleteThan',
    },
  },
  columns,
  example: 'location list --fewer-complete-than 2',
});

export const locationGet = getCommand<LocationRow>({
  words: ['location', 'get'],
  summary: 'what is at one location',
  path: '/v1/locations',
  columns,
  parameter: 'CODE',
});

/** `2 complete, 1 half-open`. */
function countsText(counts: Readonly<Record<string, number>>): string {
  const present = Object.entries(counts).filter(([, count]) => count > 0);
  return present.map(([name, count]) => `${count} ${name}`).join(', ');
}
