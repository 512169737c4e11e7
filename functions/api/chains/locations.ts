import { elementStates, type LocationRow, routerStates } from '#model/api-rows.ts';
import { countedState } from '#model/chains/state-order.ts';
import type { DiscoveryRules } from '#model/rules/discovery-rules.ts';
import type { AnnouncementState, ElementState, RouterState } from '#model/state.ts';
import { tally } from '../http/tally.ts';
import { isShown } from './announcement-rows.ts';

export interface Located {
  routers: readonly RouterState[];
  elements: readonly ElementState[];
  announcements: readonly AnnouncementState[];
}

/** Rollups of every location that has a router or an element, or that the rules' catalogue has. */
export function locationRows(
  { routers, elements, announcements }: Located,
  catalogue: DiscoveryRules['locations'],
): LocationRow[] {
  const routersAt = byLocation(routers);
  const elementsAt = byLocation(elements);
  const announcementsAt = byLocation(announcements.filter(isShown));
  const codes = new Set([...catalogue.map(({ code }) => code), ...routersAt.keys(), ...elementsAt.keys()]);
  return [...codes].map((code) => {
    const sessions = (routersAt.get(code) ?? []).map(({ session }) => session.state);
    return {
      code,
      routers: tally(sessions, routerStates),
      elements: tally((elementsAt.get(code) ?? []).map(countedState), elementStates),
      announcements: tally((announcementsAt.get(code) ?? []).map(({ role }) => role)),
    };
  });
}

const byLocation = <Thing extends { location: string }>(things: readonly Thing[]): Map<string, Thing[]> =>
  Map.groupBy(things, ({ location }) => location);
