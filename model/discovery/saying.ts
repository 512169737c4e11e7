import { formatAsPath } from '#protocol/net/as-path.ts';
import { formatCommunity, formatLargeCommunity } from '#protocol/net/community.ts';
import { formatExtendedCommunity } from '#protocol/net/extended-community.ts';
import type { AttributeSet } from '../record.ts';
import type { RoleMatch } from '../rules/roles.ts';
import type { AnnouncementView } from '../state.ts';

/** What a view says of a service route, as people read it. */
export function sayingOf(attributes: AttributeSet, match: RoleMatch | null): Omit<AnnouncementView, 'token' | 'at'> {
  return {
    nextHop: attributes.nextHop,
    linkLocalNextHop: attributes.linkLocalNextHop,
    asPath: formatAsPath(attributes.asPath ?? []),
    communities: [
      ...attributes.communities.map(formatCommunity),
      ...attributes.extendedCommunities.map(formatExtendedCommunity),
      ...attributes.largeCommunities.map(formatLargeCommunity),
    ],
    role: match?.role ?? null,
    matchedRule: match?.rule ?? null,
    otherRoles: [...(match?.others ?? [])],
    tagged: match !== null,
  };
}
