import { describe, expect, it } from 'vitest';
import { CompiledRules } from '#model/rules/compiled-rules.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { discoveryRules } from '#model/rules/discovery-rules.ts';

/** Each fault as `path: message`. */
const faultsOf = (changes: object): string[] => {
  const { error } = discoveryRules.safeParse({ ...defaultRules, ...changes });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
};

const role = (condition: object) => ({ roles: [{ name: 'a', role: 'trust', ...condition }, ...defaultRules.roles] });

describe('the rules document', () => {
  it('may leave out whatever has a default', () => {
    const { roles, profiles, pairing } = defaultRules;
    const filled = discoveryRules.parse({ naming: [], roles, profiles, pairing });
    expect(filled).toMatchObject({ tags: [], overrides: [], holds: { flapTransitions: 4, flapSeconds: 600 } });
    expect(new CompiledRules(1, filled).requiredRoles(new Set(['trust']))).toEqual(['trust', 'untrust']);
  });

  it.each([
    [{ naming: ['^nj'] }, /^naming\.0: expected a named group \(\?<location>…\)$/],
    [{ naming: ['\\(?<location>x'] }, /^naming\.0: expected a named group/],
    [{ naming: ['(?<location>a)(?=b)'] }, /^naming\.0: is refused: /],
    [{ naming: ['(?<location>'] }, /^naming\.0: is refused: /],
    [{ vendors: [{ match: '(', vendor: 'x' }] }, /^vendors\.0\.match: is refused: /],
    [{ tags: ['13979'] }, /^tags\.0: community pattern "13979" has 1 numbers; expected 2, 3 or kind:a:b$/],
    [role({ communities: ['1:x'] }), /^roles\.0\.communities.*"x" is no number, range or \*/],
    [role({ communities: { any: ['1:9-1'] } }), /^roles\.0\.communities.*the range "9-1" is empty/],
    [role({ peerAsns: ['9-1'] }), /^roles\.0\.peerAsns\.0.*is an empty range/],
    [role({ peerAsns: [-1] }), /^roles\.0\.peerAsns\.0/],
    [role({ peerAddresses: ['192.0.2.256'] }), /^roles\.0\.peerAddresses\.0: .*192\.0\.2\.256/],
    [role({ prefixes: ['11.0.0.1/8'] }), /^roles\.0\.prefixes\.0: .*host bits set; the prefix is 11\.0\.0\.0\/8$/],
    [role({ prefixes: ['11.0.0.0/8 ge 7'] }), /^roles\.0\.prefixes\.0: .*8 <= ge <= le <= 32 must hold$/],
    [role({ prefixes: ['11.0.0.0/8 le 33'] }), /^roles\.0\.prefixes\.0: .*must hold$/],
    [role({ prefixes: ['11.0.0.0'] }), /^roles\.0\.prefixes\.0: "11\.0\.0\.0" is no prefix/],
    [role({ families: ['ipv5-unicast'] }), /^roles\.0\.families\.0: is no address family/],
    [role({}), /^roles\.0: expected at least one condition: communities, peerAsns/],
    [role({ colour: 'red', peerAsns: [1] }), /^roles\.0: .*"colour"/],
    [{ profiles: [] }, /^profiles: /],
    [{ viewPreference: ['loc'] }, /^viewPreference\.0: /],
    [{ pairing: [{ strategy: 'magic' }] }, /^pairing\.0\.strategy: /],
    [{ pairing: [{ strategy: 'large-community', community: '13979:*' }] }, /^pairing\.0\.community: .*three/],
    [{ pairing: [{ strategy: 'peer-subnet', ipv4Length: 33 }] }, /^pairing\.0\.ipv4Length: /],
    [
      { pairing: [{ strategy: 'explicit', elements: [{ name: 'x', peers: [{ address: 'pe1' }] }] }] },
      /^pairing\.0\.elements\.0\.peers\.0\.address: /,
    ],
    [{ holds: { flapTransitions: 1 } }, /^holds\.flapTransitions: /],
    [{ overrides: [{ ignorePrefix: '11.0.0.0' }] }, /^overrides\.0/],
    [{ overrides: [{ element: 'x' }] }, /^overrides\.0/],
  ])('%j is said to be wrong, and where', (changes, expected) => {
    expect(faultsOf(changes).join('\n')).toMatch(new RegExp(expected, 'm'));
  });

  it.each([
    [role({ communities: ['1:1'], name: 'trust' }), 'roles.1: "trust" is there already'],
    [{ profiles: [{ name: 'p', roles: ['trust', 'dmz'] }] }, 'profiles.0.roles.1: no rule gives the role "dmz"'],
    [{ locations: [{ code: 'nj' }, { code: 'nj' }] }, 'locations.1: "nj" is there already'],
    [
      {
        overrides: [
          { router: 'pe1', location: 'a' },
          { router: 'pe1', vendor: 'b' },
        ],
      },
      'overrides.1: "router:pe1" is there already',
    ],
    [{ overrides: [{ ignorePrefix: '1.0.0.0/8' }, { ignorePrefix: '1.0.0.0/8', router: 'pe1' }] }, undefined],
    [
      {
        overrides: [
          { element: 'e', drain: true },
          { element: 'e', drain: true, reason: 'x' },
        ],
      },
      'overrides.1: "element:e" is there already',
    ],
    [{ chains: [{ name: 'c', hops: [{ group: 'g' }] }] }, 'chains.0.hops.0.group: there is no group "g"'],
  ])('%j contradicts itself: %s', (changes, expected) =>
    expect(faultsOf(changes)).toEqual(expected === undefined ? [] : [expected]),
  );

  it('of the default is one of its own making', () => expect(discoveryRules.parse(defaultRules)).toEqual(defaultRules));
});

describe('a profile', () => {
  const rules = new CompiledRules(
    1,
    discoveryRules.parse({
      ...defaultRules,
      roles: [...defaultRules.roles, { name: 'nat', role: 'nat', communities: ['13979:300'] }],
      profiles: [...defaultRules.profiles, { name: 'one-arm', roles: ['nat'] }],
    }),
  );

  it.each([
    [['trust'], ['trust', 'untrust'], false],
    [['trust', 'untrust'], ['trust', 'untrust'], true],
    [['nat'], ['nat'], true],
    [['nat', 'trust'], ['trust', 'untrust'], false],
    [['other'], ['other'], true],
  ])('of %j needs %j', (roles, required, whole) => {
    expect(rules.requiredRoles(new Set(roles))).toEqual(required);
    expect(rules.isWhole(new Set(roles))).toBe(whole);
  });
});
