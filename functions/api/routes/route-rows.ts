import type { PrefixRow, RouteRow } from '#model/api-rows.ts';
import type { AttributeSet } from '#model/record.ts';
import type { HeadPeer } from '#model/state.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { pathStatusToJson } from '#protocol/bmp/path-marking.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { RouteGroup } from '#rib/read/lookup.ts';
import type { FoundRoute } from '#rib/read/view.ts';
import { type FeedKey, type SetText, viewOf } from '#rib/rows/row.ts';
import { cutNlri } from '#rib/rows/stored-nlri.ts';
import { timeText } from '../http/clock.ts';
import { attributesJson } from './attributes-json.ts';
import { perSet } from './per-set.ts';

/** What a row shows of an attribute set. */
export type ShownSet = Pick<RouteRow, 'attributes' | 'pathStatus'>;

/** What a row shows of an NLRI. */
export interface ShownNlri {
  name: Pick<RouteRow, 'prefix' | 'nlri' | 'nlriCutOctets' | 'family' | 'rd' | 'pathId'>;
  labels: RouteRow['labels'];
  fields: Required<RouteRow>['fields'] | null;
}

const mostShownSets = 10_000;

/** Makes the rows of one answer out of the routes of a family. */
export class RouteRows {
  readonly family: Family;
  readonly shownSet: (set: SetText) => ShownSet = perSet(showSet, mostShownSets);

  constructor(family: Family) {
    this.family = family;
  }

  route({ nlri, peer, feed, set, firstSeen, lastChanged, stale }: FoundRoute): RouteRow {
    const { name, labels, fields } = this.shownNlri(nlri);
    const { attributes, pathStatus } = this.shownSet(set);
    return {
      ...name,
      ...shownFeed(peer, feed),
      attributes,
      labels,
      ...(fields && { fields }),
      ...(pathStatus && { pathStatus }),
      firstSeen: timeText(firstSeen * 1000),
      lastChanged: timeText(lastChanged * 1000),
      stale,
    };
  }

  group({ nlri, routes }: RouteGroup): PrefixRow {
    return {
      prefix: this.family.format(nlri),
      family: this.family.name,
      rd: distinguisherText(nlri.routeDistinguisher),
      routes: routes.map((route) => this.route(route)),
    };
  }

  shownNlri(nlri: Nlri): ShownNlri {
    const { name: family, ipVersion } = this.family;
    const cut = nlri.nlri && cutNlri(nlri.nlri);
    if (cut) {
      const named = { nlri: hexOf(cut.kept), nlriCutOctets: cut.cutOctets };
      return { name: { ...named, family, rd: null, pathId: nlri.pathId }, labels: null, fields: null };
    }
    const { text, routeDistinguisher, labels, fields } = this.family.describe(nlri);
    const named = ipVersion === null ? { nlri: text } : { prefix: text };
    const name = { ...named, family, rd: distinguisherText(routeDistinguisher), pathId: nlri.pathId };
    return { name, labels: labels && [...labels], fields };
  }
}

export const shownFeed = (
  { id, routerId, address, asn }: HeadPeer,
  feed: FeedKey,
): Pick<RouteRow, 'view' | 'router' | 'peer'> => {
  return { view: viewOf(feed), router: routerId, peer: { id, address, asn } };
};

function showSet(set: AttributeSet): ShownSet {
  const { pathStatus } = set;
  return { attributes: attributesJson(set), ...(pathStatus && { pathStatus: pathStatusToJson(pathStatus) }) };
}

const distinguisherText = (routeDistinguisher: Uint8Array | null): string | null =>
  routeDistinguisher && formatRouteDistinguisher(routeDistinguisher);
