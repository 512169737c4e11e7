import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { attributeSetOf } from '#collector/attribute-sets.ts';
import type { AttributeSet } from '#model/record.ts';
import { emptyAttributeSet } from '#model/record-codec.ts';
import { nextHopTarget, steeringTargetsOf, targetsOf } from '#model/steering/steering-targets.ts';
import { tokenOf } from '#model/token.ts';
import { ipv6ExtendedCommunities } from '#protocol/bgp/attributes/25-ipv6-extended-communities.ts';
import { encodeAttributeValue } from '#protocol/bgp/attributes/index.ts';
import { ipv4Flowspec } from '#protocol/bgp/families/1-133-ipv4-flowspec.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { vectors as flowspecVectors } from '#test/fixtures/vectors/families/1-133-ipv4-flowspec.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { framesOf } from '../../protocol/bmp/frames.ts';
import { redirect, steering } from './steering-samples.ts';

const [mail] = flowspecVectors.vectors;
if (mail === undefined) throw new Error('no vector');
const rule: Nlri = ipv4Flowspec.toNlri(mail.value);

const with8 = (...hex: string[]): AttributeSet => ({
  ...emptyAttributeSet(),
  extendedCommunities: hex.map((one) => octets(one)),
});
const with20 = (...hex: string[]): AttributeSet => ({
  ...emptyAttributeSet(),
  other: [
    encodeAttributeValue(
      ipv6ExtendedCommunities,
      hex.map((one) => octets(one)),
    ),
  ],
});
const targets = (attributes: AttributeSet, family = 'ipv4-flowspec') => steeringTargetsOf(attributes, family, rule);

describe('a flowspec route', () => {
  it.each([
    ['010c 0b000001 0000', redirect('11.0.0.1')],
    ['010c 0b000001 0001', redirect('11.0.0.1', true)],
    ['8008 fde8 0000000b', { kind: 'redirect-to-vrf', target: 'rt:65000:11' }],
    ['8108 0a000001 0005', { kind: 'redirect-to-vrf', target: 'rt:10.0.0.1:5' }],
    ['8208 0000fde8 000b', { kind: 'redirect-to-vrf', target: 'rt:65000:11' }],
    ['8208 00033450 0001', { kind: 'redirect-to-vrf', target: 'rt:210000:1' }],
  ])('with the community %s', (hex, target) => expect(targets(with8(hex))).toEqual([target]));

  it.each([
    ['000c 20010db8000000000000000000000002 0001', redirect('2001:db8::2', true)],
    ['000d 20010db8000000000000000000000002 0005', { kind: 'redirect-to-vrf', target: 'rt:2001:db8::2:5' }],
  ])('with the IPv6 community %s', (hex, target) => expect(targets(with20(hex), 'ipv6-flowspec')).toEqual([target]));

  it('of the older draft leads to its next hop', () => {
    const attributes = with8('0800 000000000001');
    expect(targets({ ...attributes, nextHop: '11.0.0.1' })).toEqual([redirect('11.0.0.1', true)]);
    expect(targets(attributes)).toEqual([]);
  });

  it('leads nowhere by other communities', () =>
    expect(targets(with8('0002fde80000000b', '8006000000000000', '800900000000002e'))).toEqual([]));

  it('has each target once, and no more of them than are worth a look', () => {
    const many = Array.from({ length: 400 }, (_, host) => `010c0b00${host.toString(16).padStart(4, '0')}0000`);
    expect(targets(with8(...many))).toHaveLength(32);
    expect(targets(with8('010c0b0000010000', '010c0b0000010000'))).toHaveLength(1);
  });

  it.each(['vpnv4-flowspec', 'vpnv6-flowspec'])('of %s does the same', (family) =>
    expect(targets(with8('010c0b0000010000'), family)).toHaveLength(1),
  );

  it.each(['ipv4-unicast', 'l2vpn-flowspec', '57-65', 'no family'])('is none in %s', (family) =>
    expect(targets(with8('010c0b0000010000'), family)).toEqual([]),
  );
});

test.each([
  ['a community of 7 octets', { ...emptyAttributeSet(), extendedCommunities: [octets('010c0b00000100')] }],
  ['IPv6 communities that are cut off', { ...emptyAttributeSet(), other: [raw(25, '000c20010db8')] }],
  ['no IPv6 communities', { ...emptyAttributeSet(), other: [raw(25, '')] }],
])('%s leads nowhere', (_, attributes) => expect(targets(attributes)).toEqual([]));

test('any octets give targets or none', () => {
  const attributes = fc.record({
    extendedCommunities: fc.array(fc.uint8Array({ maxLength: 9 })),
    other: fc.array(fc.record({ code: fc.constantFrom(25, 37), flags: fc.constant(0xc0), value: fc.uint8Array() })),
  });
  const family = fc.constantFrom('ipv4-flowspec', 'vpnv6-flowspec', 'sfc');
  return fc.assert(
    fc.property(attributes, family, fc.uint8Array(), (some, name, nlri) => {
      const found = steeringTargetsOf({ ...emptyAttributeSet(), ...some }, name, { ...rule, nlri });
      expect(found.length).toBeLessThanOrEqual(32);
    }),
  );
});

test('what GoBGP sends', () => {
  const capture = new URL('../../fixtures/captures/gobgp-fam2-all.bmp', import.meta.url);
  const decoder = new BmpDecoder();
  const found = framesOf(readFileSync(capture))
    .frames.map((frame) => decoder.decode(frame).message)
    .flatMap((message) => (message?.type === 'route-monitoring' ? message.updates : []))
    .flatMap((update) =>
      update.announced.flatMap((set) => {
        const attributes = attributeSetOf(update, set);
        return [...set.routes].flatMap((nlri) => steeringTargetsOf(attributes, set.family.name, nlri));
      }),
    );
  const toVrf = (target: string) => ({ kind: 'redirect-to-vrf', target });
  const [first, second] = [toVrf('rt:65010:100'), toVrf('rt:65010:200')];
  expect(found).toEqual([first, first, first, second, second, second]);
});

test('a route that a rule names leads to its next hop', () => {
  expect(nextHopTarget({ nextHop: '11.0.0.1' })).toEqual({ kind: 'next-hop', target: '11.0.0.1' });
  expect(nextHopTarget({ nextHop: null })).toBeNull();
});

test('the view that is nearest to the peer decides', () => {
  const said = (target: string) => ({ token: tokenOf(1, 1), at: 0, targets: [redirect(target)] });
  const views = { 'loc-rib': said('11.0.0.2'), 'adj-rib-in-post': said('11.0.0.1') };
  expect(targetsOf(steering('pe1~a', [], { views }))).toEqual([redirect('11.0.0.1')]);
  expect(targetsOf(steering('pe1~a', [], { views: {} }))).toEqual([]);
});

function raw(code: number, hex: string) {
  return { code, flags: 0xc0, value: octets(hex) };
}
