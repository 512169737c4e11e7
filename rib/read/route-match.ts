import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import type { PrefixFilter } from '../log/segment.ts';
import { latin1 } from '../octets/octets-text.ts';
import { addressOctets, prefixKeyOf } from '../rows/prefix-key.ts';
import type { RouteKey } from '../rows/route-key.ts';
import { type PrefixQuery, prefixFilters } from './prefix-match.ts';

/** Which routes of a family, by what their NLRI say. */
export interface RouteMatch {
  /** Their keys begin with this; '' where keys do not tell. */
  keyStart: RouteKey;
  /** Passes all of them, at less than it takes to make an NLRI. */
  filter?: PrefixFilter;
  matches(nlri: Nlri): boolean;
}

/** Those of one prefix, under one route distinguisher or any. */
export function exactPrefix(familyName: string, query: PrefixQuery, distinguisher?: Uint8Array): RouteMatch {
  const width = addressOctets[familyNamed(familyName)?.ipVersion ?? 4];
  const none = { routeDistinguisher: null, pathId: null, nlri: null };
  const filter = prefixFilters.exact(query);
  return {
    keyStart: prefixKeyOf(width)({ ...query, ...none }),
    filter,
    matches: ({ prefixLength, address, routeDistinguisher, nlri }) =>
      nlri === null &&
      filter(prefixLength, address) &&
      (distinguisher === undefined || sameOctets(routeDistinguisher, distinguisher)),
  };
}

/** Those whose NLRI have a text, as `Family.format` gives it: it cannot be told from keys, so all are looked at. */
export function nlriText(familyName: string, text: string, distinguisher?: Uint8Array): RouteMatch {
  const family = familyNamed(familyName);
  return {
    keyStart: '',
    matches: (nlri) =>
      family?.format(nlri) === text &&
      (distinguisher === undefined || sameOctets(family.describe(nlri).routeDistinguisher, distinguisher)),
  };
}

const sameOctets = (a: Uint8Array | null, b: Uint8Array): boolean => a !== null && latin1(a) === latin1(b);
