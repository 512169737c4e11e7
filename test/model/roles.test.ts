import { describe, expect, it } from 'vitest';
import { emptyAttributeSet } from '#model/codec/attribute-set.ts';
import { communityText } from '#model/community-text.ts';
import type { AttributeSet } from '#model/record.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { compileRoles } from '#model/rules/roles.ts';
import { parseCommunity } from '#protocol/net/community.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

const peer = { routerId: 'pe1', address: '192.0.2.1', asn: 65100, distinguisher: '0:0', table: null };
const matcher = (pattern: string) =>
  compileRoles({ ...defaultRules, tags: [], roles: [{ name: 'rule', role: 'role', communities: [pattern] }] });
const matches = (pattern: string, attributes: Partial<AttributeSet>) =>
  matcher(pattern)({ ...emptyAttributeSet(), ...attributes }, peer, 'ipv4-unicast') !== null;
const extended = (...hex: string[]): Partial<AttributeSet> => ({ extendedCommunities: hex.map((one) => octets(one)) });

describe('a pattern of a role rule', () => {
  const tagged = { communities: [parseCommunity('65000:7'), parseCommunity('65535:0')] };

  it.each([
    ['65000:7', true],
    ['65000:*', true],
    ['65000:1-6', false],
    ['GRACEFUL_SHUTDOWN', true],
    ['graceful-shutdown', true],
    ['no-export', false],
  ])('%s finds a standard community: %s', (pattern, found) => expect(matches(pattern, tagged)).toBe(found));

  it.each([
    ['12345:1105-1189:*', true],
    ['12345:1:*', false],
  ])('%s finds a large community: %s', (pattern, found) =>
    expect(matches(pattern, { largeCommunities: [[12345, 1110, 9]] })).toBe(found),
  );

  it.each([
    ['rt:65000:11', true],
    ['rt:65000:*', true],
    ['rt:65000:12-20', false],
    ['soo:65000:11', false],
    ['rt:10.0.0.1:5', true],
    ['rt:10.0.0.1:6', false],
    ['encapsulation:vxlan', true],
    ['encapsulation:mpls', false],
    ['0x8071:000000000064', true],
  ])('%s finds an extended community: %s', (pattern, found) =>
    expect(
      matches(pattern, extended('0002fde80000000b', '01020a0000010005', '030c000000000008', '8071000000000064')),
    ).toBe(found),
  );

  it('finds a route target of a small AS written in four octets', () =>
    expect(matches('rt:65000:11', extended('02020000fde8000b'))).toBe(true));

  it.each(['65000', 'NO_SUCH_NAME', 'rt:x:1', 'encapsulation:vxlam', '1:2:3:4'])('%s is none', (pattern) =>
    expect(() => matcher(pattern)).toThrow(RangeError),
  );
});

it('people see well-known communities by name', () => {
  expect(communityText('65535:0')).toBe('GRACEFUL_SHUTDOWN');
  expect(communityText('13979:100')).toBe('13979:100');
});
