import { describe, expect, test } from 'vitest';
import {
  agreesWith,
  bgpIdWouldTell,
  type Claimant,
  certificateIdentity,
  isSameRouter,
  mappedIdentity,
  normaliseSysName,
  plainIdentity,
  qualifiedIdentity,
} from '#model/identity.ts';

const claimant = (over: Partial<Claimant>): Claimant => ({
  sysName: 'nj01emd',
  source: '192.0.2.1',
  bgpId: null,
  certificateName: null,
  ...over,
});

test.each([
  ['nj01emd', 'nj01emd'],
  ['  NJ01emd.Example.NET. ', 'nj01emd.example.net'],
  ['Not defined', 'not-defined'],
  ['a#b~c@d/e', 'a-b-c-d-e'],
  ['z\u00fcrich', 'z\u00fcrich'],
  ['', ''],
  [null, ''],
])('sysName %j is normalised to %j', (sysName, expected) => {
  expect(normaliseSysName(sysName)).toBe(expected);
});

test('a sysName of 64 KiB does not become a key of 64 KiB', () => {
  expect(normaliseSysName('x'.repeat(65536))).toHaveLength(100);
});

test.each(['Not defined', 'GoBGP', 'bird', 'BIRD', '', '   ', null])('%j names nobody', (sysName) => {
  expect(plainIdentity(sysName)).toBeNull();
});

test('any other sysName is the router id', () => {
  expect(plainIdentity('NJ01emd')).toEqual({ routerId: 'nj01emd', kind: 'sys-name' });
});

describe('a mapping', () => {
  const mapping = new Map([
    ['192.0.2.1', 'by-source'],
    ['nj01emd', 'by-name'],
  ]);

  test.each([
    ['the sysName before the source', claimant({}), 'by-name'],
    ['the sysName in another case', claimant({ sysName: 'NJ01EMD' }), 'by-name'],
    ['the source', claimant({ sysName: 'GoBGP' }), 'by-source'],
  ])('goes by %s', (_, who, routerId) => {
    expect(mappedIdentity(mapping, who)).toEqual({ routerId, kind: 'mapped' });
  });

  test('that knows neither decides nothing', () => {
    expect(mappedIdentity(mapping, claimant({ sysName: 'x', source: '192.0.2.9' }))).toBeNull();
  });
});

test.each([
  ['a generic name', { sysName: 'GoBGP', bgpId: '1.1.1.1' }, 'gobgp@1.1.1.1', 'generic-sys-name'],
  ['a generic name, BGP identifier unknown', { sysName: 'GoBGP' }, 'gobgp@192.0.2.1', 'generic-sys-name'],
  ['no name', { sysName: null, bgpId: '1.1.1.1' }, 'unnamed@1.1.1.1', 'no-sys-name'],
  ['a name that is taken', { bgpId: '1.1.1.1' }, 'nj01emd@1.1.1.1', 'duplicate-sys-name'],
])('%s is qualified', (_, over, routerId, kind) => {
  expect(qualifiedIdentity(claimant(over))).toEqual({ routerId, kind });
});

test.each([
  ['same BGP identifier, other source (the NLB hides it)', '1.1.1.1', '198.51.100.1', '1.1.1.1', true],
  ['other BGP identifier, same source (NAT)', '2.2.2.2', '192.0.2.1', '1.1.1.1', false],
  ['BGP identifier of the claimant unknown, same source', null, '192.0.2.1', '1.1.1.1', true],
  ['BGP identifier of the claimant unknown, other source', null, '198.51.100.1', '1.1.1.1', false],
  ['BGP identifier of the holder unknown, other source', '1.1.1.1', '198.51.100.1', null, false],
])('%s', (_, bgpId, holderSource, holderBgpId, same) => {
  expect(isSameRouter(claimant({ bgpId }), { source: holderSource, bgpId: holderBgpId, certified: false })).toBe(same);
});

test.each([
  ['the holder has one', null, '192.0.2.1', '1.1.1.1', true],
  ['the source differs', null, '198.51.100.1', null, true],
  ['it is known already', '1.1.1.1', '198.51.100.1', '2.2.2.2', false],
  ['neither could tell more than the common source', null, '192.0.2.1', null, false],
])('waiting for the BGP identifier: %s', (_, bgpId, source, holderBgpId, wait) => {
  expect(bgpIdWouldTell(claimant({ bgpId }), { source, bgpId: holderBgpId, certified: false })).toBe(wait);
});

test('who has shown no certificate is not the router that has, whatever else is the same', () => {
  const holder = { source: '192.0.2.1', bgpId: '1.1.1.1', certified: true };
  expect(isSameRouter(claimant({ bgpId: '1.1.1.1' }), holder)).toBe(false);
  expect(isSameRouter(claimant({ bgpId: '1.1.1.1', certificateName: 'nj01emd' }), holder)).toBe(true);
});

test('a certificate’s name is the router id, or what the mapping makes of it', () => {
  expect(certificateIdentity(new Map(), 'nj01emd.example.net')).toEqual({
    routerId: 'nj01emd.example.net',
    kind: 'certificate',
  });
  const mapping = new Map([['nj01emd.example.net', 'nj01emd']]);
  expect(certificateIdentity(mapping, 'nj01emd.example.net')).toEqual({ routerId: 'nj01emd', kind: 'certificate' });
});

test.each([
  ['NJ01emd', true],
  ['nj01emd.example.net', true],
  [null, true],
  ['', true],
  ['nj01emd.example.org', false],
  ['md04emd', false],
])('a certificate of nj01emd.example.net agrees with sysName %j: %s', (sysName, agrees) => {
  expect(agreesWith('nj01emd.example.net', sysName)).toBe(agrees);
});
