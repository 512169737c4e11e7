import type { DiffRow, RouteRow } from '#model/api-rows.ts';
import { exitCodes } from '../exit-code.ts';
import type { Column } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import type { Command } from './command.ts';
import { printFound, printLines } from './list-command.ts';
import { at, ribPath, routeName } from './rib.ts';

const sides = { 'only-left': 'left only', 'only-right': 'right only', changed: 'both' } as const;

const columns: readonly Column<DiffRow>[] = [
  { name: 'ROUTE', value: (row) => routeName(shown(row)) },
  { name: 'PATH ID', value: (row) => shown(row).pathId },
  { name: 'SIDE', value: ({ kind }) => sides[kind] },
  { name: 'NEXT HOP', value: (row) => shown(row).attributes.nextHop },
  { name: 'AS PATH', value: (row) => shown(row).attributes.asPath },
  { name: 'DIFFERENCES', value: differencesText },
  { name: 'STATE', value: ({ left, right }) => (left?.stale || right?.stale ? 'stale' : ''), state: true },
];

export const routeDiff: Command = {
  words: ['route', 'diff'],
  summary: 'what differs between two feeds, e.g. pe1:192.0.2.1:adj-rib-in-pre and pe1:192.0.2.1:adj-rib-in-post',
  parameters: [
    { name: 'LEFT', required: true },
    { name: 'RIGHT', required: true },
  ],
  options: {
    family: { summary: 'address family, e.g. vpnv4 (default ipv4-unicast)', value: 'NAME' },
    ...at,
  },
  formats,
  async run(context) {
    const { api, options, format, parameters } = context;
    const [left = '', right = ''] = parameters;
    const path = ribPath(options.text('family') ?? 'ipv4-unicast', 'diff');
    const query = { left, right, ...options.query() };
    if (format === 'ndjson') await printLines(context, api.lines(path, query), noneText);
    else await printFound(context, api.rows<DiffRow>(path, query), columns, noneText);
    return exitCodes.ok;
  },
};

const noneText = 'no difference';

function shown({ left, right }: DiffRow): RouteRow {
  const route = left ?? right;
  if (route === null) throw new RangeError('a difference without a route');
  return route;
}

/** `localPref 100 -> 200, med none -> 5`. */
function differencesText({ left, right, differences }: DiffRow): string {
  return differences.map((name) => `${name} ${saidOf(left, name)} -> ${saidOf(right, name)}`).join(', ');
}

function saidOf(route: RouteRow | null, name: string): string {
  const value = name === 'labels' || name === 'pathStatus' ? route?.[name] : route?.attributes[name];
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.map(wordOf).join(' ') || 'none';
  return wordOf(value);
}

const wordOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
