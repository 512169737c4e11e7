import type { QueryOf } from '#model/api.ts';
import type { Family } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import type { Prefix } from '#protocol/net/prefix.ts';
import type { RouteQuery } from '#rib/read/lookup.ts';
import type { Match, PrefixQuery } from '#rib/read/prefix-match.ts';
import { addressParameter, distinguisherParameter, prefixParameter } from '../http/prefix-text.ts';
import { invalidRequest, Problem } from '../http/problem.ts';
import { isPeer } from '../routers/peer-name.ts';

type LookupParameters = QueryOf<'lookupRoutes'>;

/** @throws Problem 404 */
export function knownFamily(name: string): Family {
  const family = familyNamed(name);
  if (family) return family;
  throw new Problem('not-found', `There is no family ${name}.`);
}

/** @throws Problem 404, or 400 for a family whose routes have no prefix */
export function prefixFamily(name: string): Family {
  const family = knownFamily(name);
  if (family.ipVersion !== null) return family;
  const detail = `routes of ${name} have no prefix to look up; /v1/rib/${name}/routes lists them`;
  throw invalidRequest([{ parameter: 'family', detail }]);
}

interface AskedPrefix extends RouteQuery, PrefixQuery {
  match: Match;
}

/** @throws Problem 400 or 422 */
export function lookupQuery(family: Family, parameters: LookupParameters): AskedPrefix {
  const { prefixLength, address } = askedPrefix(family, parameters);
  return {
    ...routeQuery(parameters),
    prefixLength,
    address,
    match: parameters.match ?? (parameters.ip === undefined ? 'exact' : 'longest'),
  };
}

type RouteParameters = Pick<LookupParameters, 'peer' | 'view' | 'rd' | 'includeStale'>;

/** @throws Problem 400 */
export function routeQuery({ peer, view, rd, includeStale }: RouteParameters): RouteQuery {
  return {
    includeStale,
    ...(peer !== undefined && { peer: isPeer(peer) }),
    ...(view !== undefined && { view }),
    ...(rd !== undefined && { routeDistinguisher: distinguisherParameter('rd', rd) }),
  };
}

/** @throws Problem 400 or 422 */
export function prefixOfFamily(family: Family, parameter: string, prefix: Prefix): Prefix {
  if (prefix.version === family.ipVersion) return prefix;
  const detail = `is of IPv${prefix.version}, ${family.name} is of IPv${family.ipVersion}`;
  throw invalidRequest([{ parameter, detail }]);
}

function askedPrefix(family: Family, { ip, prefix }: LookupParameters): Prefix {
  if ((ip === undefined) === (prefix === undefined)) {
    throw invalidRequest([{ parameter: 'ip', detail: 'is needed, or prefix, and not both' }]);
  }
  if (ip !== undefined) return prefixOfFamily(family, 'ip', addressParameter('ip', ip));
  return prefixOfFamily(family, 'prefix', prefixParameter('prefix', prefix ?? ''));
}
