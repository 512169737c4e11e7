import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  maxProxyHeaderLength,
  ProxyHeaderError,
  parseProxyHeader,
  proxySignature,
} from '#collector/access/proxy-header.ts';
import { formatIpv4, formatIpv6 } from '#protocol/net/address.ts';
import { endpointTlv, type HeaderParts, proxyHeader } from './proxy-headers.ts';

const crc32c = Uint8Array.of(3, 0, 4, 1, 2, 3, 4);
const endpoint = endpointTlv('vpce-08d2bf15fac5001c9');

describe('a PROXY header of version 2', () => {
  it('tells the source of IPv4 and IPv6', () => {
    expect(parseProxyHeader(proxyHeader())).toEqual({
      length: 28,
      source: { address: '192.0.2.7', port: 40123 },
      endpoint: null,
    });
    expect(parseProxyHeader(proxyHeader({ source: '2001:db8::7', port: 65535 }))).toMatchObject({
      length: 52,
      source: { address: '2001:db8::7', port: 65535 },
    });
  });

  it('tells the VPC endpoint among TLVs that are skipped', () => {
    const tlvs = Buffer.concat([crc32c, endpoint, crc32c]);
    expect(parseProxyHeader(proxyHeader({ tlvs }))).toMatchObject({ endpoint: 'vpce-08d2bf15fac5001c9' });
    for (const other of [crc32c, endpoint.subarray(0, 10), endpointTlv('a\nb'), endpointTlv(''), Uint8Array.of(0xea)])
      expect(parseProxyHeader(proxyHeader({ tlvs: other }))).toMatchObject({ endpoint: null });
  });

  it('says nothing of the source where the proxy speaks for itself, or has none', () => {
    const silent: HeaderParts[] = [
      { command: 0 },
      { command: 0, familyAndTransport: 0 },
      { familyAndTransport: 0 },
      { familyAndTransport: 0x31 },
    ];
    for (const parts of silent)
      expect(parseProxyHeader(proxyHeader(parts))).toMatchObject({ length: 28, source: null });
  });

  it('ends where it says, whatever follows', () => {
    const octets = Buffer.concat([proxyHeader({ tlvs: crc32c }), Buffer.from('BMP')]);
    expect(parseProxyHeader(octets)).toMatchObject({ length: 35 });
  });

  it('may be as long as the longest', () => {
    const tlvs = new Uint8Array(maxProxyHeaderLength - 28);
    expect(parseProxyHeader(proxyHeader({ tlvs }))).toMatchObject({ length: maxProxyHeaderLength });
  });
});

test.each<[string, Uint8Array]>([
  ['no PROXY header of version 2', Buffer.from('PROXY TCP4 192.0.2.7 192.0.2.8 1 2\r\n')],
  ['no PROXY header of version 2', Uint8Array.of(3, 0, 0, 0, 6, 4)],
  ['no PROXY header of version 2', Uint8Array.of(...proxySignature.subarray(0, 11), 0x0b)],
  ['PROXY version 1', proxyHeader({ version: 1 })],
  ['PROXY version 3', proxyHeader({ version: 3 })],
  ['PROXY command 2', proxyHeader({ command: 2 })],
  ['address family 4', proxyHeader({ familyAndTransport: 0x41 })],
  ['transport 2 of inet', proxyHeader({ familyAndTransport: 0x12 })],
  ['transport 0 of inet', proxyHeader({ familyAndTransport: 0x10 })],
  ['11 octets of addresses', proxyHeader({ length: 11 })],
  ['12 octets of addresses', proxyHeader({ familyAndTransport: 0x21 })],
  ['header of 553 octets', proxyHeader({ length: 537 })],
  ['header of 65551 octets', proxyHeader({ length: 65535 })],
])('%s', (message, octets) => {
  expect(() => parseProxyHeader(octets)).toThrow(new ProxyHeaderError(message));
});

const address = fc.oneof(
  fc.uint8Array({ minLength: 4, maxLength: 4 }).map((octets) => formatIpv4(octets)),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map((octets) => formatIpv6(octets)),
);
const headerParts = fc.record({
  source: address,
  port: fc.integer({ min: 0, max: 65535 }),
  tlvs: fc.uint8Array({ maxLength: 500 }),
});

test('any header is read whole, never before it is there, and what is cut asks for more', () => {
  void fc.assert(
    fc.property(headerParts, (parts) => {
      const octets = proxyHeader(parts);
      for (let length = 0; length < octets.length; length++)
        expect(parseProxyHeader(octets.subarray(0, length))).toBeNull();
      expect(parseProxyHeader(octets)).toMatchObject({
        length: octets.length,
        source: { address: parts.source, port: parts.port },
      });
    }),
    { numRuns: 50 },
  );
});

/** Octets behind a right signature: what else they are is chance. */
const hostile = fc
  .tuple(fc.boolean(), fc.uint8Array({ maxLength: 700 }))
  .map(([signed, octets]) => (signed ? Buffer.concat([proxySignature, Uint8Array.of(0x21), octets]) : octets));

test('any octets are a header of bounded length, need more of them, or are refused', () => {
  void fc.assert(
    fc.property(hostile, (octets) => {
      try {
        const header = parseProxyHeader(octets);
        if (header === null) expect(octets.length).toBeLessThan(maxProxyHeaderLength);
        else expect(header.length).toBeLessThanOrEqual(Math.min(octets.length, maxProxyHeaderLength));
      } catch (error) {
        expect(error).toBeInstanceOf(ProxyHeaderError);
      }
    }),
    { numRuns: 2000 },
  );
});
