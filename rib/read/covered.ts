import { familyNamed } from '#protocol/bgp/families/index.ts';
import { addressOctets, prefixKeyOf } from '../rows/prefix-key.ts';
import type { RouteKey } from '../rows/route-key.ts';
import { type PrefixQuery, prefixFilters } from './prefix-match.ts';
import { compareScanPositions, type ScanPosition, scan } from './scan.ts';
import type { FoundRoute, RibView } from './view.ts';

/** The routes of the views whose prefix the one asked for covers, itself among them: a stretch of the order of rows. */
export async function* scanCovered(
  views: readonly RibView[],
  query: PrefixQuery,
  after: ScanPosition | null,
): AsyncGenerator<FoundRoute[]> {
  const [view] = views;
  if (view === undefined) return;
  const { first, last } = boundsOf(view.family, query);
  const start: ScanPosition = { key: first, routerId: '', feed: '' };
  const isCovered = prefixFilters.covered(query);
  for await (const rows of scan(views, after === null || compareScanPositions(after, start) < 0 ? start : after)) {
    const covered = rows.filter(({ nlri }) => isCovered(nlri.prefixLength, nlri.address));
    if (covered.length > 0) yield covered;
    if ((rows.at(-1)?.key ?? '') > last) return;
  }
}

/** Keys between which all that is covered lies. */
function boundsOf(familyName: string, { prefixLength, address }: PrefixQuery): { first: RouteKey; last: RouteKey } {
  const width = addressOctets[familyNamed(familyName)?.ipVersion ?? 4];
  const keyOf = prefixKeyOf(width);
  const none = { routeDistinguisher: null, pathId: null, nlri: null };
  const highest = Uint8Array.from({ length: width }, (_, index) => {
    const kept = Math.max(0, Math.min(8, prefixLength - index * 8));
    return (address[index] ?? 0) | (0xff >> kept);
  });
  return {
    first: keyOf({ ...none, prefixLength, address }),
    last: `${keyOf({ ...none, prefixLength: width * 8, address: highest })}\uffff`,
  };
}
