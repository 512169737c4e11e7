import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextError } from '#protocol/errors.ts';
import { formatAddress, formatIpv6, parseAddress } from '#protocol/net/address.ts';
import { formatAsPath } from '#protocol/net/as-path.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { formatPrefix, parsePrefix } from '#protocol/net/prefix.ts';
import { formatRouteDistinguisher, parseRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

describe('addresses', () => {
  it.each([
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['20010db8aaaabbbbccccdddd00000000', '2001:db8:aaaa:bbbb:cccc:dddd::'],
    ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
    ['fe80000000000000020000fffe000001', 'fe80::200:ff:fe00:1'],
  ])('%s is %s (RFC 5952)', (hex, text) => {
    expect(formatIpv6(octets(hex))).toBe(text);
    expect(parseAddress(text)).toEqual(octets(hex));
  });

  it('go to text and back', () => {
    const group = fc.constantFrom(0, 0, 0, 1, 0xffff, 0xab);
    const groups = fc.array(group, { minLength: 8, maxLength: 8 });
    const ipv6 = groups.map((values) => Uint8Array.from(values.flatMap((value) => [value >> 8, value & 255])));
    const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (address) => {
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });

  it.each(['2001:DB8:0:0:0:0:0:1', '2001:0db8::0001', '2001:db8::0.0.0.1'])('%s is read as well', (text) => {
    expect(formatAddress(parseAddress(text))).toBe('2001:db8::1');
  });

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '10.0.0.1.2',
    ' 10.0.0.1',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '::1.2.3',
    '::1.2.3.4:5',
    'fe80::1%eth0',
  ])('%j is none', (text) => expect(() => parseAddress(text)).toThrow(TextError));
});

describe('prefixes', () => {
  it.each([
    ['0.0.0.0/0', 4, '', 0],
    ['10.0.0.0/8', 4, '0a', 8],
    ['172.16.0.0/12', 4, 'ac10', 12],
    ['11.11.11.1/32', 4, '0b0b0b01', 32],
    ['::/0', 6, '', 0],
    ['2001:db8::/33', 6, '20010db800', 33],
    ['2001:db8::1/128', 6, '20010db8000000000000000000000001', 128],
  ] as const)('%s', (text, version, hex, prefixLength) => {
    expect(parsePrefix(text)).toEqual({
      version,
      address: octets(hex),
      prefixLength,
      hostBitsSet: false,
      canonical: text,
    });
    expect(formatPrefix({ address: octets(hex), prefixLength }, version)).toBe(text);
  });

  it.each([
    ['10.0.0.1/8', '10.0.0.0/8'],
    ['10.128.0.0/8', '10.0.0.0/8'],
    ['172.31.0.0/12', '172.16.0.0/12'],
    ['0.0.0.1/0', '0.0.0.0/0'],
    ['2001:db8::1/64', '2001:db8::/64'],
  ])('%s has host bits set and should be %s', (text, canonical) => {
    expect(parsePrefix(text)).toMatchObject({ hostBitsSet: true, canonical });
    expect(parsePrefix(canonical)).toMatchObject({ hostBitsSet: false, address: parsePrefix(text).address });
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '::/129',
    '/8',
    '10.0.0.0/1e1',
  ])('%j is none', (text) => expect(() => parsePrefix(text)).toThrow(TextError));
});

describe('route distinguishers', () => {
  it.each([
    ['0000000000000000', '0:0'],
    ['0000fde800000001', '65000:1'],
    ['00010a0000010005', '10.0.0.1:5'],
    ['0002000100000005', '65536:5'],
    ['ff00000000000001', '0xff00000000000001'],
  ])('%s is %s', (hex, text) => {
    expect(formatRouteDistinguisher(octets(hex))).toBe(text);
    expect(parseRouteDistinguisher(text)).toEqual(octets(hex));
  });

  it.each(['', '1', '1:2:3', 'a:b', '10.0.0.1:65536', '65536:65536', '4294967296:1', '1:4294967296', '0x12'])(
    '%j is none',
    (text) => expect(() => parseRouteDistinguisher(text)).toThrow(TextError),
  );
});

it('AS paths show confederations in other brackets', () => {
  expect(
    formatAsPath([
      { type: 'confed-sequence', asns: [65001, 65002] },
      { type: 'confed-set', asns: [65003] },
      { type: 'sequence', asns: [1] },
    ]),
  ).toBe('(65001 65002) [65003] 1');
  expect(formatAsPath([])).toBe('');
});

it('hex has two digits an octet', () => expect(hexOf(Uint8Array.of(0, 10, 255))).toBe('000aff'));
