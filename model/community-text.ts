import { parseCommunity } from '#protocol/net/community.ts';
import { communityName } from '#protocol/net/well-known-communities.ts';

/** A standard community of the API as people know it: `GRACEFUL_SHUTDOWN` for `65535:0`, else as it is. */
export function communityText(community: string): string {
  return communityName(parseCommunity(community)) ?? community;
}
