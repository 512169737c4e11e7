import type { RouteChangeRow, RouteRow } from '#model/api-rows.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { formatRouteDistinguisher, parseRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { ToldApi } from '../functions/api/told-api.ts';
import { Mismatch, type Shown } from './check.ts';
import { families, routeName } from './universe.ts';

/** All that a check of the API's answers needs. */
export interface Asking {
  api: ToldApi;
  router: string;
  family: string;
  /** By name: the routes that have been compared with what was told. */
  shown: ReadonlyMap<string, Shown>;
}

type Named = Pick<RouteRow | RouteChangeRow, 'peer' | 'view' | 'family' | 'prefix' | 'nlri' | 'rd' | 'pathId'>;

/** Which route of which feed a row is of, as the model names it. */
export const nameOf = (row: Named): string => `${row.peer.address} ${row.view} ${row.family} ${routeNameOf(row)}`;

function routeNameOf({ family, prefix, nlri: text, rd, pathId }: Named): string {
  if (prefix === undefined) return structuredNames(family).get(`${rd} ${text}`) ?? `unknown ${text}`;
  const routeDistinguisher = rd === null ? null : parseRouteDistinguisher(rd);
  return routeName({ ...parsePrefix(prefix), pathId, routeDistinguisher, labels: null, nlri: null });
}

/** By the texts that the API gives the NLRI of the universe, with their route distinguishers. */
function structuredNames(name: string): Map<string, string> {
  const family = familyNamed(name);
  const nlris = families.find((known) => known.name === name)?.nlris ?? [];
  return new Map(
    nlris.map((nlri) => {
      const { routeDistinguisher = null, text } = family?.describe(nlri) ?? {};
      return [`${routeDistinguisher && formatRouteDistinguisher(routeDistinguisher)} ${text}`, routeName(nlri)];
    }),
  );
}

export const shownOf = ({ attributes, stale, firstSeen, lastChanged }: RouteRow): Shown => ({
  med: attributes.med ?? -1,
  stale,
  firstSeen: Date.parse(firstSeen) / 1000,
  lastChanged: Date.parse(lastChanged) / 1000,
});

export function expectAlike(what: string, answered: readonly string[], expected: readonly string[]): void {
  const [is, should] = [answered, expected].map((texts) => texts.toSorted().join('; '));
  if (is !== should) throw new Mismatch(`API, ${what}: ${is}\n  instead of ${should}`);
}
