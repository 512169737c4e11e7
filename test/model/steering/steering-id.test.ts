import { describe, expect, it } from 'vitest';
import { distinguisherText, matchText, steeringId } from '#model/steering/steering-targets.ts';
import { ipv4Flowspec } from '#protocol/bgp/families/1-133-ipv4-flowspec.ts';
import { vpnv4Flowspec } from '#protocol/bgp/families/1-134-vpnv4-flowspec.ts';
import { parseRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { vectors as flowspecVectors } from '#test/fixtures/vectors/families/1-133-ipv4-flowspec.ts';
import { test as flowTest } from '#test/fixtures/vectors/families/flowspec-vectors.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { nlri as prefix } from '../router-voice.ts';

const [mail] = flowspecVectors.vectors;
if (mail === undefined) throw new Error('no vector');
const rule = ipv4Flowspec.toNlri(mail.value);
const routeDistinguisher = parseRouteDistinguisher('65000:11');
const within = vpnv4Flowspec.toNlri({ ...mail.value, routeDistinguisher });
const ports = (count: number) =>
  ipv4Flowspec.toNlri({
    routeDistinguisher: null,
    components: [{ type: 4, tests: Array.from({ length: count }, (_, port) => flowTest(1, port + 1)) }],
  });

const id = steeringId.bind(null, 'pe1~10.0.0.9');

describe('the id of a route', () => {
  it.each([
    ['ipv4-flowspec', rule, 'pe1~10.0.0.9~ipv4-flowspec~0118c00002038106048119'],
    ['ipv4-flowspec', { ...rule, pathId: 7 }, 'pe1~10.0.0.9~ipv4-flowspec~0118c00002038106048119~path-7'],
    ['vpnv4-flowspec', within, 'pe1~10.0.0.9~vpnv4-flowspec~0000fde80000000b0118c00002038106048119'],
    ['ipv4-unicast', prefix('11.0.0.0/24'), 'pe1~10.0.0.9~ipv4-unicast~11.0.0.0/24'],
    ['vpnv4', { ...prefix('11.0.0.0/24'), routeDistinguisher }, 'pe1~10.0.0.9~vpnv4~11.0.0.0/24~65000:11'],
    ['57-65', { ...rule, nlri: octets('abcd') }, 'pe1~10.0.0.9~57-65~abcd'],
    ['no family', { ...rule, nlri: octets('abcd') }, 'pe1~10.0.0.9~no family~abcd'],
  ])('of %s', (family, nlri, expected) => expect(id(family, nlri)).toBe(expected));

  it('is bounded, and still its own', () => {
    const ids = [100, 101, 1_000].map((count) => id('ipv4-flowspec', ports(count)));
    expect(new Set(ids).size).toBe(3);
    for (const one of ids) expect(one).toMatch(/^pe1~10\.0\.0\.9~ipv4-flowspec~sha256-[0-9a-f]{64}$/);
  });

  it('does not depend on how the length of a rule is written', () => {
    const { nlri } = rule;
    const longer = { ...rule, nlri: octets('f00b', ...mail.hex.slice(1)) };
    expect(nlri?.[0]).toBe(0x0b);
    expect(id('ipv4-flowspec', longer)).toBe(id('ipv4-flowspec', rule));
  });
});

describe('what is led', () => {
  it.each([
    ['ipv4-flowspec', rule, 'destination 192.0.2.0/24, protocol =6, port =25'],
    ['vpnv4-flowspec', within, 'destination 192.0.2.0/24, protocol =6, port =25'],
    ['ipv4-unicast', prefix('11.0.0.0/24'), '11.0.0.0/24'],
    ['sfc', { ...rule, nlri: octets('0001 000a 0001c00002010001 0029') }, '[1]:[41]'],
    ['sfc', { ...rule, nlri: octets('0001 000a 0001') }, '0001000a0001'],
    ['no family', { ...rule, nlri: octets('abcd') }, 'abcd'],
  ])('in %s', (family, nlri, expected) => expect(matchText(family, nlri)).toBe(expected));

  it('is told in so many characters', () => {
    const text = matchText('ipv4-flowspec', ports(1_000));
    expect(text).toHaveLength(512);
    expect(text).toMatch(/^port =1\|=2.*…$/);
  });

  it('has a route distinguisher where the family has one', () => {
    expect(distinguisherText('vpnv4-flowspec', within)).toBe('65000:11');
    expect(distinguisherText('vpnv4', { ...prefix('11.0.0.0/24'), routeDistinguisher })).toBe('65000:11');
    expect(distinguisherText('ipv4-flowspec', rule)).toBeNull();
    expect(distinguisherText('no family', rule)).toBeNull();
  });
});
