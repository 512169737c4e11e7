import type { DiscoveryRules, WrittenRules } from '#model/rules/discovery-rules.ts';
import { flowspecRouter, fw1, fw3, sessionOf } from './topology.ts';

/** Versions of the rules that the lab goes through, each made of the one before. */

/** GoBGP calls itself `GoBGP`: told from others by its BGP identifier, and placed by an override. */
export const flowspecRouterId = `gobgp@${flowspecRouter.address}`;

/** On a route of the controller: its next hop leads traffic. */
export const steeredCommunity = '13979:900';

/** The default rules, patient with elements that change often, and with what the default cannot know of this lab. */
export const asItBegins = (rules: DiscoveryRules): WrittenRules => ({
  ...rules,
  steering: { nextHopRoutes: [{ communities: [steeredCommunity] }] },
  overrides: [{ router: flowspecRouterId, location: 'ny', deviceId: '05flw' }],
  holds: { ...rules.holds, flapTransitions: 20 },
});

/** Other names for the roles. */
export const renamed = (rules: DiscoveryRules): WrittenRules => ({
  ...rules,
  roles: [
    { name: 'inside', role: 'inside', communities: ['13979:100'] },
    { name: 'outside', role: 'outside', communities: ['13979:200'] },
  ],
  profiles: [{ name: 'two-arm', roles: ['inside', 'outside'] }],
});

/** Roles as they were, and another community that gives one. */
export const withTrustFrom =
  (...communities: string[]) =>
  (rules: DiscoveryRules): WrittenRules => ({
    ...rules,
    roles: [
      { name: 'trust', role: 'trust', communities },
      { name: 'untrust', role: 'untrust', communities: ['13979:200'] },
    ],
    profiles: [{ name: 'two-arm', roles: ['trust', 'untrust'] }],
  });

/** A host name means one element wherever in a location it is heard. */
export const acrossPes = (rules: DiscoveryRules): WrittenRules => ({
  ...rules,
  pairing: [
    { strategy: 'large-community', community: '13979:*:*' },
    { strategy: 'fqdn', scope: 'location' },
    { strategy: 'bgp-id' },
  ],
});

export const group = 'ny-firewalls';
export const chain = 'web';

/** A group of what there is at ny, and a chain through two of it with the group behind. */
export const chained = (rules: DiscoveryRules): WrittenRules => ({
  ...rules,
  groups: [{ name: group, minComplete: 2, members: { locations: ['ny'], roles: ['trust'] } }],
  chains: [
    {
      name: chain,
      direction: 'trust-to-untrust',
      hops: [{ servicePrefix: sessionOf(fw1, 'trust').prefix }, { element: `@ny~fqdn~${fw3.hostName}` }, { group }],
    },
  ],
});

/** Four changes within so many seconds, and an element is flapping. */
export const impatient =
  (flapSeconds: number) =>
  (rules: DiscoveryRules): WrittenRules => ({ ...rules, holds: { ...rules.holds, flapTransitions: 4, flapSeconds } });

export const patient = (rules: DiscoveryRules): WrittenRules => ({
  ...rules,
  holds: { ...rules.holds, flapTransitions: 20, flapSeconds: 600 },
});
