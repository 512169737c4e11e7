import type { RouterRow } from '#model/api-rows.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { listCommand } from './list-command.ts';

/** Messages of RFC 7854 §4.1 by their name in the counters, and the header of their column. */
const messageColumns = {
  initiation: 'INIT',
  'peer-up': 'PEER UP',
  'peer-down': 'PEER DOWN',
  'route-monitoring': 'ROUTE MON',
  'statistics-report': 'STATS',
  'route-mirroring': 'MIRROR',
  termination: 'TERM',
  unknown: 'UNKNOWN',
  undecodable: 'UNDECODABLE',
} as const satisfies Record<BmpMessage['type'] | 'undecodable', string>;

export const bmpStatistics = listCommand<RouterRow>({
  words: ['bmp', 'statistics'],
  summary: 'messages by kind, octets and routes that each BMP client sent',
  path: '/v1/routers',
  options: {},
  columns: [
    { name: 'CLIENT', value: ({ id }) => id },
    ...Object.entries(messageColumns).map(([kind, name]) => ({
      name,
      value: ({ counters }: RouterRow) => counters.messages[kind] ?? 0,
    })),
    { name: 'OCTETS', value: ({ counters }) => counters.bytes },
    { name: 'ANNOUNCED', value: ({ counters }) => counters.announced },
    { name: 'WITHDRAWN', value: ({ counters }) => counters.withdrawn },
  ],
});
