import { describe, expect, it } from 'vitest';
import { emptyAttributeSet } from '#model/codec/attribute-set.ts';
import type { AttributeSet } from '#model/record.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { type DiscoveryRules, discoveryRules, type WrittenRules } from '#model/rules/discovery-rules.ts';
import { compileRoles } from '#model/rules/roles.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { parseCommunity } from '#protocol/net/community.ts';
import { parseRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { nlri } from '../router-voice.ts';

const rulesWith = (changes: Partial<WrittenRules>): DiscoveryRules =>
  discoveryRules.parse({ ...defaultRules, ...changes });

type Condition = Omit<WrittenRules['roles'][number], 'name' | 'role'>;

interface Route {
  prefix?: string;
  communities?: string[];
  attributes?: Partial<AttributeSet>;
  family?: string;
  distinguisher?: string;
  peer?: object;
  route?: Partial<Nlri>;
}

const somePeer = { routerId: 'pe1', address: '192.0.2.1', asn: 65100, distinguisher: '0:0', table: null };

const match = (rules: DiscoveryRules, { prefix = '11.0.0.1/32', family = 'ipv4-unicast', ...route }: Route) => {
  const communities = (route.communities ?? []).map(parseCommunity);
  const attributes = { ...emptyAttributeSet(), communities, ...route.attributes };
  const routeDistinguisher = route.distinguisher === undefined ? null : parseRouteDistinguisher(route.distinguisher);
  const matcher = compileRoles(rules)(attributes, { ...somePeer, ...route.peer }, family);
  return matcher?.({ ...nlri(prefix), routeDistinguisher, ...route.route }) ?? null;
};

const holds = (condition: Condition, route: Route): boolean => {
  const roles = [{ name: 'rule', role: 'role', ...condition }];
  return match(rulesWith({ tags: [], roles, profiles: [{ name: 'one', roles: ['role'] }] }), route) !== null;
};

describe('a condition on communities', () => {
  const route = { communities: ['65000:1', '65000:2'] };

  it.each([
    [{ any: ['65000:1', '65000:9'] }, true],
    [{ any: ['65000:8', '65000:9'] }, false],
    [{ all: ['65000:1', '65000:2'] }, true],
    [{ all: ['65000:1', '65000:9'] }, false],
    [{ none: ['65000:9'] }, true],
    [{ none: ['65000:2', '65000:9'] }, false],
    [{ any: ['65000:*'], none: ['65000:2'] }, false],
    [{ any: ['65000:*'], all: ['65000:1-2'], none: ['65000:3-9'] }, true],
    [['65000:9', '65000:2'], true],
    [['65000:3-5'], false],
  ])('%j: %s', (communities, expected) => expect(holds({ communities }, route)).toBe(expected));

  it('of which there are none holds for a route without any', () =>
    expect(holds({ communities: { none: ['65000:*'] } }, {})).toBe(true));

  it('knows the names of well-known ones', () => {
    const shut = { communities: ['65535:0'] };
    expect(holds({ communities: ['GRACEFUL_SHUTDOWN'] }, shut)).toBe(true);
    expect(holds({ communities: { none: ['graceful-shutdown'] } }, shut)).toBe(false);
    expect(holds({ communities: ['blackhole'] }, shut)).toBe(false);
  });

  it('finds a large one by ranges in each part', () => {
    const large = (...values: [number, number, number]) => ({ attributes: { largeCommunities: [values] } });
    const condition = { communities: ['12345:1105-1189:*'] };
    expect(holds(condition, large(12345, 1105, 4_294_967_295))).toBe(true);
    expect(holds(condition, large(12345, 1190, 1))).toBe(false);
    expect(holds(condition, large(12346, 1150, 1))).toBe(false);
  });
});

describe('a condition on the peer', () => {
  it.each([
    [{ peerAsns: [65100] }, {}, true],
    [{ peerAsns: [65101, '65090-65100'] }, {}, true],
    [{ peerAsns: ['65101-65199'] }, {}, false],
    [{ peerAsns: ['4200000000-4294967295'] }, { asn: 4_200_000_001 }, true],
    [{ peerAddresses: ['192.0.2.1'] }, {}, true],
    [{ peerAddresses: ['192.0.2.2'] }, {}, false],
    [{ peerAddresses: ['198.51.100.0/24', '192.0.2.0/29'] }, {}, true],
    [{ peerAddresses: ['192.0.2.8/29'] }, {}, false],
    [{ peerAddresses: ['2001:db8::1'] }, { address: '2001:db8::1' }, true],
    [{ peerAddresses: ['2001:db8::/32'] }, { address: '2001:db8:0:1::1' }, true],
    [{ peerAddresses: ['2001:db8:0:1::/64'] }, { address: '2001:db8::1' }, false],
    [{ peerAddresses: ['0.0.0.0/0'] }, { address: '2001:db8::1' }, false],
    [{ peerAddresses: ['::/0'] }, { address: '2001:db8::1' }, true],
    [{ tables: ['blue'] }, { table: 'blue' }, true],
    [{ tables: ['blue'] }, { table: 'red' }, false],
    [{ tables: ['blue'] }, { table: null }, false],
    [{ distinguishers: ['65000:1'] }, { distinguisher: '65000:1' }, true],
    [{ distinguishers: ['65000:*'] }, { distinguisher: '65000:77' }, true],
    [{ distinguishers: ['*:1'] }, { distinguisher: '65000:77' }, false],
  ])('%j of %j: %s', (condition, peer, expected) => expect(holds(condition, { peer })).toBe(expected));
});

describe('a condition on the route', () => {
  it.each([
    [{ families: ['ipv4-unicast'] }, {}, true],
    [{ families: ['vpnv4', 'ipv6-unicast'] }, {}, false],
    [{ prefixes: ['11.0.0.0/8'] }, {}, false],
    [{ prefixes: ['11.0.0.1/32'] }, {}, true],
    [{ prefixes: ['11.0.0.0/8 ge 32'] }, {}, true],
    [{ prefixes: ['11.0.0.0/8 le 31'] }, {}, false],
    [{ prefixes: ['11.0.0.0/8 ge 24 le 30'] }, { prefix: '11.1.2.0/24' }, true],
    [{ prefixes: ['11.0.0.0/8 ge 24 le 30'] }, { prefix: '11.1.0.0/16' }, false],
    [{ prefixes: ['12.0.0.0/8 le 32'] }, {}, false],
    [{ prefixes: ['11.0.0.0/9 le 32'] }, { prefix: '11.128.0.0/16' }, false],
    [{ prefixes: ['0.0.0.0/0 le 32'] }, { prefix: '::/0', family: 'ipv6-unicast' }, false],
    [{ prefixes: ['2001:db8::/32 ge 64'] }, { prefix: '2001:db8:0:1::/64', family: 'ipv6-unicast' }, true],
    [{ prefixes: ['2001:db8::/32'] }, { prefix: '2001:db8:0:1::/64', family: 'ipv6-unicast' }, false],
    [{ prefixes: ['11.0.0.0/8 le 32'] }, { route: { nlri: Uint8Array.of(1), address: new Uint8Array() } }, false],
  ])('%j of %j: %s', (condition, route, expected) => expect(holds(condition, route)).toBe(expected));

  it('takes the distinguisher of the route before that of its peer', () => {
    const route = { distinguisher: '10.0.0.1:5', family: 'vpnv4', peer: { distinguisher: '65000:1' } };
    expect(holds({ distinguishers: ['10.0.0.1:*'] }, route)).toBe(true);
    expect(holds({ distinguishers: ['65000:1'] }, route)).toBe(false);
  });

  it('holds only where all others hold as well', () => {
    const condition = { communities: ['65000:1'], peerAsns: [65100], prefixes: ['11.0.0.1/32'] };
    const route = { communities: ['65000:1'] };
    expect(holds(condition, route)).toBe(true);
    expect(holds(condition, {})).toBe(false);
    expect(holds(condition, { ...route, peer: { asn: 1 } })).toBe(false);
    expect(holds(condition, { ...route, prefix: '11.0.0.2/32' })).toBe(false);
  });
});

describe('role rules', () => {
  const roles = [
    { name: 'first', role: 'trust', communities: ['65000:1'], prefixes: ['11.0.0.0/8 le 32'] },
    { name: 'second', role: 'untrust', communities: ['65000:*'] },
    { name: 'third', role: 'trust', communities: ['65000:3'] },
  ];
  const rules = rulesWith({ roles, tags: ['64999:*', '65000:9'] });

  it('are tried in order: the first that holds decides, and others are told', () => {
    const both = { role: 'trust', rule: 'first', others: ['untrust'] };
    expect(match(rules, { communities: ['65000:1'] })).toEqual(both);
    const outside = { prefix: '12.0.0.1/32', communities: ['65000:1'] };
    expect(match(rules, outside)).toEqual({ role: 'untrust', rule: 'second', others: [] });
    expect(match(rules, { communities: ['65000:1', '65000:3'] })).toEqual(both);
    expect(match(rules, { communities: ['65000:3'] })).toEqual({ role: 'untrust', rule: 'second', others: ['trust'] });
  });

  it('leave a route that has a tag without a role, and one without a tag alone', () => {
    expect(match(rules, { communities: ['64999:1'] })).toEqual({ role: null, rule: null, others: [] });
    expect(match(rules, { communities: ['64998:1'] })).toBeNull();
    const excluded = rulesWith({
      roles: [{ name: 'a', role: 'trust', prefixes: ['12.0.0.0/8'] }],
      profiles: [{ name: 'p', roles: ['trust'] }],
      tags: ['64999:*'],
    });
    expect(match(excluded, { communities: ['64999:1'] })).toEqual({ role: null, rule: null, others: [] });
  });

  it('give none to a prefix that is to be ignored, at the router that is named or at any', () => {
    const ignoring = (override: object) =>
      rulesWith({ roles, tags: ['65000:*'], overrides: [{ ignorePrefix: '11.0.0.1/32', ...override }] });
    const route = { communities: ['65000:1'] };
    expect(match(ignoring({}), route)).toBeNull();
    expect(match(ignoring({ router: 'pe1' }), route)).toBeNull();
    expect(match(ignoring({ router: 'pe2' }), route)?.role).toBe('trust');
    expect(match(ignoring({}), { ...route, prefix: '11.0.0.0/31' })?.role).toBe('trust');
    expect(match(ignoring({}), { ...route, prefix: '11.0.0.2/32' })?.role).toBe('trust');
  });
});
