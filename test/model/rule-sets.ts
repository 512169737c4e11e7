import { defaultRules } from '#model/rules/default-rules.ts';
import { type DiscoveryRules, discoveryRules, type WrittenRules } from '#model/rules/discovery-rules.ts';

/** What is flapping here is so soon, and rests soon. */
const holds = { flapTransitions: 3, flapSeconds: 30 };

const rules = (changes: Partial<WrittenRules>): DiscoveryRules =>
  discoveryRules.parse({ ...defaultRules, holds, ...changes });

const { roles } = defaultRules;
const gateway = { name: 'gateway', role: 'gateway', communities: ['13979:300'] };

/** Rules that differ in all that discovery reads of them. */
export const ruleSets: readonly DiscoveryRules[] = [
  rules({}),
  rules({ tags: [], pairing: [{ strategy: 'bgp-id' }] }),
  rules({
    roles: [
      { name: 'trust', role: 'trust', communities: ['13979:200'] },
      { name: 'untrust', role: 'untrust', communities: ['13979:100'] },
    ],
    pairing: [{ strategy: 'as-pair', pairs: [[65100, 65101]] }, { strategy: 'fqdn' }],
  }),
  rules({
    roles: [...roles, gateway],
    pairing: [{ strategy: 'peer-subnet' }, { strategy: 'bgp-id' }],
    overrides: [{ ignorePrefix: '11.11.11.1/32' }],
    steering: { nextHopRoutes: [{ communities: ['13979:300'] }] },
  }),
  rules({
    pairing: [{ strategy: 'bgp-id' }, { strategy: 'service-subnet' }, { strategy: 'as-pair', pairs: [[65100, 65101]] }],
    viewPreference: ['adj-rib-in-post'],
  }),
  rules({
    roles: [{ name: 'service', role: 'service', communities: { any: ['13979:*'], none: ['13979:666'] } }],
    profiles: [{ name: 'one-arm', roles: ['service'] }],
    pairing: [],
    overrides: [{ element: 'nj01emd~192.168.1.2', drain: true, reason: 'being rebuilt' }],
  }),
  rules({
    pairing: [
      { strategy: 'large-community', community: '13979:*:*' },
      { strategy: 'bgp-id', scope: 'location' },
    ],
    naming: ['^nj(?<location>\\d\\d)(?<device>\\w+)$'],
    steering: { nextHopRoutes: [{ prefixes: ['11.11.0.0/16 le 32'] }] },
  }),
  rules({
    pairing: [
      {
        strategy: 'explicit',
        elements: [{ name: 'fw1', peers: [{ address: '192.168.1.2' }, { address: '192.168.2.6' }] }],
      },
      { strategy: 'service-subnet' },
      { strategy: 'bgp-id' },
    ],
    viewPreference: ['adj-rib-in-post', 'adj-rib-in-pre'],
  }),
];
