import { elementStates, type LocationRow, routerStates } from '#model/api-rows.ts';
import type { AnnouncementState, ElementState, RouterState } from '#model/state.ts';
import { tally } from './tally.ts';

interface Placed {
  location: string;
}

/** Rollups of every location that has a router or an element. */
export function locationRows(
  routers: readonly RouterState[],
  elements: readonly ElementState[],
  announcements: readonly AnnouncementState[],
): LocationRow[] {
  const direct = announcements.filter((announcement) => announcement.direct);
  const codes = new Set([...routers, ...elements].map(({ location }) => location));
  return [...codes].map((code) => {
    const isHere = ({ location }: Placed): boolean => location === code;
    return {
      code,
      routers: tally(
        routers.filter(isHere).map(({ session }) => session.state),
        routerStates,
      ),
      elements: tally(
        elements.filter(isHere).map(({ state }) => state),
        elementStates,
      ),
      announcements: tally(direct.filter(isHere).map(({ role }) => role)),
    };
  });
}
