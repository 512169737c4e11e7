import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { hexOf } from '#protocol/net/hex.ts';
import type { Match } from '#rib/read/prefix-match.ts';

/** A route of the plain model: a row in a list, and nothing clever. */
export interface PlainRoute {
  peerId: string;
  view: View;
  nlri: Nlri;
  med: number;
  incarnation: number;
  stale: boolean;
}

/** The prefix as a string of bits: an independent way to say covers, and equal. */
const bits = (nlri: Pick<Nlri, 'address' | 'prefixLength'>): string =>
  [...nlri.address]
    .map((octet) => octet.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, nlri.prefixLength);

const tableOf = ({ routeDistinguisher }: Nlri): string => (routeDistinguisher ? hexOf(routeDistinguisher) : '');

/** Of a route but for what an announcement can change. */
const nameOf = ({ peerId, view, nlri }: { peerId: string; view: string; nlri: Nlri }): string =>
  `${peerId} ${view} ${tableOf(nlri)} ${bits(nlri)}/${nlri.prefixLength} path ${nlri.pathId}`;

export const routeText = (route: Omit<PlainRoute, 'incarnation' | 'med'> & { med: number | null }): string =>
  `${nameOf(route)} labels ${route.nlri.labels} med ${route.med} ${route.stale ? 'stale' : 'fresh'}`;

export const sameRoute = (a: PlainRoute, b: PlainRoute): boolean => nameOf(a) === nameOf(b);

/** What a look-up has to find, by looking at every route. */
export function plainLookup(routes: readonly PlainRoute[], match: Match, query: Nlri): PlainRoute[] {
  const asked = bits(query);
  const covers = routes.filter(({ nlri }) => asked.startsWith(bits(nlri)));
  if (match === 'covered') return routes.filter(({ nlri }) => bits(nlri).startsWith(asked));
  if (match === 'exact') return covers.filter(({ nlri }) => bits(nlri) === asked);
  if (match === 'covering') return covers;
  return covers.filter(({ nlri }) =>
    covers.every((other) => tableOf(other.nlri) !== tableOf(nlri) || other.nlri.prefixLength <= nlri.prefixLength),
  );
}

export const inTable = (routes: readonly PlainRoute[], distinguisher: Uint8Array): PlainRoute[] =>
  routes.filter(({ nlri }) => tableOf(nlri) === hexOf(distinguisher));
