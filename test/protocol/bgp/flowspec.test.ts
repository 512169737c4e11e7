import { describe, expect, it } from 'vitest';
import { ipv4Flowspec } from '#protocol/bgp/families/1-133-ipv4-flowspec.ts';
import { vpnv4Flowspec } from '#protocol/bgp/families/1-134-vpnv4-flowspec.ts';
import { ipv6Flowspec } from '#protocol/bgp/families/2-133-ipv6-flowspec.ts';
import type { FlowComponent, FlowTest } from '#protocol/bgp/families/flowspec-components.ts';
import { EncodeError } from '#protocol/errors.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

const equals = (value: number, valueLength = 1): FlowTest => ({ and: false, operator: 1, valueLength, value });
const protocol: FlowComponent = { type: 3, tests: [equals(6)] };
const rule = (...components: FlowComponent[]) => ({ routeDistinguisher: null, components });

describe('a rule that cannot be written', () => {
  it.each<[string, FlowComponent[]]>([
    ['components out of order', [{ type: 4, tests: [equals(25)] }, protocol]],
    ['a component twice', [protocol, protocol]],
    ['an unknown component', [{ type: 14, tests: [equals(1)] }]],
    ['tests of a prefix', [{ type: 1, tests: [equals(1)] }]],
    ['a component without a test', [{ type: 3, tests: [] }]],
    ['a value of 3 octets', [{ type: 3, tests: [equals(1, 3)] }]],
    ['a value too large for its octets', [{ type: 4, tests: [equals(256)] }]],
    ['an offset in IPv4', [{ type: 1, prefixLength: 24, offset: 24, pattern: octets('') }]],
    ['a pattern of another length', [{ type: 1, prefixLength: 24, offset: 0, pattern: octets('c000') }]],
    ['more than 4095 octets', [{ type: 4, tests: Array.from({ length: 2100 }, () => equals(1)) }]],
  ])('has %s', (_, components) => expect(() => ipv4Flowspec.toNlri(rule(...components))).toThrow(EncodeError));

  it('has a route distinguisher where there is none, or none where there is one', () => {
    expect(() => vpnv4Flowspec.toNlri(rule(protocol))).toThrow(EncodeError);
    expect(() => ipv6Flowspec.toNlri({ ...rule(protocol), routeDistinguisher: new Uint8Array(8) })).toThrow(
      EncodeError,
    );
  });
});

it('fields say what operators and bits mean', () => {
  const nlri = ipv4Flowspec.toNlri(
    rule({ type: 1, prefixLength: 24, offset: 0, pattern: octets('c00002') }, { type: 9, tests: [equals(0x12)] }),
  );
  expect(ipv4Flowspec.describe(nlri)).toMatchObject({
    text: 'destination 192.0.2.0/24, tcp-flags =syn+ack',
    routeDistinguisher: null,
    fields: {
      components: [
        { type: 1, name: 'destination', prefix: '192.0.2.0/24', offset: 0 },
        { type: 9, name: 'tcp-flags', tests: [{ and: false, operator: '=', value: 18, flags: ['syn', 'ack'] }] },
      ],
    },
  });
});

it('the distinguisher leads the key, and the length is not in it', () => {
  const routeDistinguisher = octets('0000fde800000001');
  const nlri = vpnv4Flowspec.toNlri({ routeDistinguisher, components: [protocol] });
  expect(vpnv4Flowspec.key(nlri)).toEqual(octets('0000fde800000001', '038106'));
});
