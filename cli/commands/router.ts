import type { RouterRow } from '#model/api-rows.ts';
import type { Column } from '../output/columns.ts';
import { getCommand, listCommand } from './list-command.ts';

const columns: readonly Column<RouterRow>[] = [
  { name: 'ROUTER', value: ({ id }) => id },
  { name: 'LOCATION', value: ({ location }) => location },
  { name: 'VENDOR', value: ({ vendor }) => vendor },
  { name: 'DEVICE ID', value: ({ deviceId }) => deviceId },
  { name: 'STATE', value: ({ session }) => session.state, state: true },
  { name: 'SINCE', value: ({ session }) => session.since },
  { name: 'LAST MESSAGE', value: ({ session }) => session.lastMessageAt },
  { name: 'SOURCE', value: ({ session }) => session.source },
];

const details: readonly Column<RouterRow>[] = [
  ...columns,
  { name: 'SYSNAME', value: ({ sysName }) => sysName },
  { name: 'SYSDESCR', value: ({ sysDescr }) => sysDescr },
  { name: 'SESSION', value: ({ session }) => session.id },
  { name: 'TERMINATION', value: ({ session }) => session.terminationReason },
  { name: 'HELD DOWN UNTIL', value: ({ session }) => session.heldDownUntil },
];

export const routerList = listCommand<RouterRow>({
  words: ['router', 'list'],
  summary: 'routers that send, or sent, BMP',
  path: '/v1/routers',
  options: {
    state: { summary: 'only routers whose session is in this state', value: 'STATE', query: 'state' },
    location: { summary: 'only this location', value: 'CODE', query: 'location' },
    vendor: { summary: 'only this vendor', value: 'NAME', query: 'vendor' },
  },
  columns,
});

export const routerGet = getCommand<RouterRow>({
  words: ['router', 'get'],
  summary: 'one router',
  path: '/v1/routers',
  columns: details,
});
