import * as z from 'zod';
import { chainOperations } from './api-chain-operations.ts';
import { controlOperations } from './api-control-operations.ts';
import { byId, define, moment, name, nothing, type Operation, page, truth, wholeNumber } from './api-operation.ts';
import {
  collectorRow,
  eventRow,
  health,
  peerRow,
  peerStates,
  prefixRow,
  routeChangeRow,
  routeCountRow,
  routeDiff,
  routeRow,
  routerRow,
  routerStates,
  summary,
} from './api-rows.ts';
import { eventTypes } from './events.ts';
import { views } from './views.ts';

/** The route table of the HTTP API: it validates requests, types the handlers and makes openapi.json. */

/** Whose routes, and in which of its tables. */
const ofFeed = {
  router: name.optional(),
  peer: name.optional().describe('id or address'),
  view: z.enum(views).optional(),
  rd: name.optional().meta({ description: 'route distinguisher', examples: ['65000:1'] }),
};
const at = moment.optional().meta({
  description: 'as it was then, within what the station keeps: a day, where nothing else was configured',
  examples: ['2026-01-01T12:00:00Z'],
});
/** Which routes of a family. */
const ofRoute = {
  ...ofFeed,
  includeStale: truth.default(true).describe('`false` leaves out routes that are `stale`'),
  at,
};
const feedName = name.meta({
  description: 'a feed: `router:peer:view`, the peer by its id or address',
  examples: ['nj01emd:192.168.1.2:adj-rib-in-pre'],
});
const prefixLength = wholeNumber(0, 128).optional();
const byFamily = z.object({ family: name.describe('e.g. ipv4-unicast') });
const longestExpression = 256;

export const operations = {
  getHealth: define({
    path: '/v1/health',
    summary: 'Is what the API shows current?',
    description:
      'Who is not known, where a station is configured to answer them, is told the bare status: `{"status": "ok"}` with 200, or 503.',
    parameters: nothing,
    query: z.object({ maxLagSeconds: wholeNumber(1, 86400).default(60).describe('503 above this lag') }),
    shape: 'one',
    data: health,
    alsoAnswers: [503],
  }),
  getSummary: define({
    path: '/v1/summary',
    summary: 'Counts of everything',
    parameters: nothing,
    query: z.object({ location: name.optional() }),
    shape: 'one',
    data: summary,
  }),
  listCollectors: define({
    path: '/v1/collectors',
    summary: 'BMP stations: the processes that routers connect to',
    parameters: nothing,
    query: z.object(page),
    shape: 'rows',
    data: collectorRow,
  }),
  listRouters: define({
    path: '/v1/routers',
    summary: 'Routers with their feeds and message counters',
    parameters: nothing,
    query: z.object({
      state: z.enum(routerStates).optional(),
      location: name.optional(),
      vendor: name.optional(),
      ...page,
    }),
    shape: 'rows',
    data: routerRow,
  }),
  getRouter: define({
    path: '/v1/routers/{id}',
    summary: 'One router',
    parameters: byId,
    query: nothing,
    shape: 'one',
    data: routerRow,
    alsoAnswers: [404],
  }),
  listPeers: define({
    path: '/v1/peers',
    summary: 'BGP sessions of the routers, with capabilities and feeds',
    parameters: nothing,
    query: z.object({
      router: name.optional(),
      asn: wholeNumber(0, 4294967295).optional(),
      address: name.optional(),
      bgpId: name.optional(),
      state: z.enum(peerStates).optional(),
      type: name.optional(),
      ...page,
    }),
    shape: 'rows',
    data: peerRow,
  }),
  getPeer: define({
    path: '/v1/peers/{id}',
    summary: 'One peer',
    parameters: byId,
    query: nothing,
    shape: 'one',
    data: peerRow,
    alsoAnswers: [404],
  }),
  ...controlOperations,
  ...chainOperations,
  lookupRoutes: define({
    path: '/v1/rib/{family}/lookup',
    summary:
      'Routes of an address or prefix, grouped by prefix: in the order of prefixes, and of each in that of route distinguishers',
    description:
      'The longest match is that of each route distinguisher, which is a table of its own. `covered` as NDJSON without `limit` is written to the end where the platform can, and broken off where it cannot be complete.',
    parameters: byFamily,
    query: z.object({
      ip: name.optional().meta({ description: 'an address; this or `prefix`', examples: ['11.11.11.1'] }),
      prefix: name.optional().meta({ description: 'a prefix; this or `ip`', examples: ['11.11.11.0/24'] }),
      match: z
        .enum(['longest', 'exact', 'covering', 'covered'])
        .optional()
        .describe('`longest` is the default for `ip`, `exact` for `prefix`; the last two include the prefix itself'),
      ...ofRoute,
      ...page,
    }),
    shape: 'rows',
    data: prefixRow,
    alsoAnswers: [404, 410, 422],
  }),
  listRoutes: define({
    path: '/v1/rib/{family}/routes',
    summary:
      'Routes of any family in the order of prefixes or NLRI; unless as NDJSON, those of at least one of router, peer, rd, nlri, community, asPath, originAs, nextHop, changedSince',
    description:
      'Only `router` narrows what is read: every other filter reads all routes of the routers asked, a bounded number for each page. So a page may have few rows or none and still a `page.next`; `meta.scanned` is how many routes were looked at for it. NDJSON without `limit` is written to the end where the platform can, and broken off where it cannot be complete; elsewhere the `Link` header says where to go on.',
    parameters: byFamily,
    query: z.object({
      ...ofRoute,
      nlri: name.optional().meta({
        description:
          'of families without a prefix, as `nlri` of a route shows it; `*` is any text, so that `[2]:*` are all EVPN routes of type 2',
        examples: ['[3]:[0]:[32]:[192.0.2.1]', '[2]:*', '[E][O]*'],
      }),
      community: name.optional().meta({
        description:
          'one of any kind, as the attributes show it, or a well-known one by name; each number may be `*` or a range',
        examples: ['13979:100', '13979:*', '12345:1105-1189:*', 'rt:65000:*', 'no-export'],
      }),
      asPath: z
        .string()
        .min(1)
        .max(longestExpression)
        .optional()
        .meta({
          description:
            'AS numbers with single spaces between them: these, one after the other, anywhere in the path. Anything else is a regular expression (RE2: no backreferences, no look-around) that is searched in the path as `attributes.asPath` shows it, in which `_` is its start, its end, a space or a bracket',
          examples: ['65100 65000', '_65000_', '^65100 ', '65000$', '^$'],
        }),
      originAs: wholeNumber(0, 4294967295).optional(),
      nextHop: name.optional().describe('an address'),
      minLength: prefixLength,
      maxLength: prefixLength,
      changedSince: moment.optional(),
      ...page,
    }),
    shape: 'rows',
    data: routeRow,
    alsoAnswers: [404, 410, 422],
  }),
  diffRoutes: define({
    path: '/v1/rib/{family}/diff',
    summary: 'What differs between two feeds: of one router, as before and after policy, or of two',
    description:
      'Routes are compared by NLRI and path identifier, in that order; a page has the three lists of a stretch of it, and may have nothing while there is a `page.next`. Where there is no envelope, a row is a `Difference`; NDJSON without `limit` is written to the end as that of `routes` is.',
    parameters: byFamily,
    query: z.object({ left: feedName, right: feedName, at, ...page }),
    shape: 'lists',
    data: routeDiff,
    alsoAnswers: [404, 410, 422],
  }),
  listRouteChanges: define({
    path: '/v1/rib/{family}/history',
    summary: 'What became of the routes of one prefix or NLRI, oldest first',
    description:
      'Of changes that came within seconds of one another, before they were stored, only the last is known. A page reads a bounded part of what was stored: it may have few rows or none and still a `page.next`.',
    parameters: byFamily,
    query: z.object({
      prefix: name.optional().meta({
        description: 'of families that have one, or an address for its host prefix',
        examples: ['11.11.11.1/32'],
      }),
      nlri: name.optional().meta({
        description: 'of the other families, as `nlri` of a route shows it; all their routes are read',
        examples: ['[3]:[0]:[32]:[192.0.2.1]'],
      }),
      from: moment.optional().describe('default: as long ago as the station keeps, see `at` of the other operations'),
      to: moment.optional().describe('default: now'),
      ...ofFeed,
      ...page,
    }),
    shape: 'rows',
    data: routeChangeRow,
    alsoAnswers: [404, 410, 422],
  }),
  countRoutes: define({
    path: '/v1/rib/stats',
    summary: 'Route counts',
    parameters: nothing,
    query: z.object({
      groupBy: z
        .string()
        .regex(
          /^(router|peer|view|family)(,(router|peer|view|family))*$/,
          'takes router, peer, view and family, with commas',
        )
        .default('router,peer,view,family'),
      ...page,
    }),
    shape: 'rows',
    data: routeCountRow,
  }),
  listEvents: define({
    path: '/v1/events',
    summary: 'What changed, in order; `page.next` is where to go on, also when there was nothing new',
    parameters: nothing,
    query: z.object({
      after: name.optional().describe('`page.next` of an answer; without it, from the oldest event'),
      wait: wholeNumber(0, 25).default(0).describe('seconds to wait for an event when there is none'),
      from: moment.optional().describe('instead of `after`: begin with the events of this time'),
      type: z.enum(eventTypes).optional(),
      subject: name.optional(),
      location: name.optional(),
      limit: page.limit,
    }),
    shape: 'events',
    data: eventRow,
    alsoAnswers: [410],
  }),
} as const;

export type Operations = typeof operations;
export type OperationId = keyof Operations;
export type QueryOf<Id extends OperationId> = z.output<Operations[Id]['query']>;
export type ParametersOf<Id extends OperationId> = z.output<Operations[Id]['parameters']>;
export type DataOf<Id extends OperationId> = z.output<Operations[Id]['data']>;
export type BodyOf<Id extends OperationId> = z.output<NonNullable<Operations[Id]['body']>>;

export const meta = z.object({
  asOf: z.iso.datetime(),
  staleRouters: z.array(z.string()).describe('routers whose state is the last known one'),
});

/** Pages of the RIB say more. */
export const pageMeta = meta.extend({
  appliedAt: z.iso
    .datetime()
    .optional()
    .describe('what the routers asked had said by then is in it: of the one that is furthest behind'),
  partial: z.literal(true).optional().describe('parts of the RIB are damaged: routes may be missing'),
  damagedParts: z.int().optional().describe('how many, where `partial`'),
  unreadableSegments: z.int().optional().describe('`damagedParts` by its old name'),
  scanned: z.int().optional().describe('rows of the RIB that were looked at for this page'),
});

export const envelope = (operation: Pick<Operation, 'shape' | 'data'>): z.ZodObject => {
  if (operation.shape === 'one') return z.object({ data: operation.data, meta });
  const next = operation.shape === 'events' ? z.string() : z.string().nullable();
  return z.object({
    data: operation.shape === 'lists' ? operation.data : z.array(operation.data),
    page: z.object({ next, limit: z.int() }),
    meta: pageMeta,
  });
};
