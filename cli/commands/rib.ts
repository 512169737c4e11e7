import { isIP, isIPv6 } from 'node:net';
import type { RouteRow } from '#model/api-rows.ts';
import { communityText } from '#model/community-text.ts';
import type { Query } from '../api-client.ts';
import type { Command } from './command.ts';

/** What the commands about routes have in common. */

export const ribPath = (family: string, operation: string): string =>
  `/v1/rib/${encodeURIComponent(family)}/${operation}`;

/** The family that an address or prefix is of, where none is named. */
export const familyOf = (target: string): string =>
  isIPv6(target.split('/')[0] ?? '') ? 'ipv6-unicast' : 'ipv4-unicast';

/** A prefix, or the text of an NLRI. */
export const routeQuery = (target: string): Query =>
  isIP(target.split('/')[0] ?? '') === 0 ? { nlri: target } : { prefix: target };

/** `65000:1 10.0.0.0/8`. */
export const routeName = ({ prefix, nlri, rd }: Pick<RouteRow, 'prefix' | 'nlri' | 'rd'>): string =>
  [rd, prefix ?? nlri].filter((part) => part !== null).join(' ');

export const communitiesOf = ({ communities, extendedCommunities, largeCommunities }: RouteRow['attributes']) =>
  [...communities.map(communityText), ...extendedCommunities, ...largeCommunities].join(' ');

export const ofFeed: Command['options'] = {
  router: { summary: 'only routes of this router', value: 'ID', query: 'router' },
  peer: { summary: 'only routes of this peer, by its id or address', value: 'ID', query: 'peer' },
  view: { summary: 'only this view, e.g. adj-rib-in-post', value: 'VIEW', query: 'view' },
  rd: { summary: 'only this route distinguisher', value: 'RD', query: 'rd' },
};

export const at: Command['options'] = {
  at: { summary: 'as it was then, e.g. 2026-01-31T12:00:00Z', value: 'TIME', query: 'at' },
};
