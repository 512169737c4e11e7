import { describe, expect, it } from 'vitest';
import type { AttributeSet } from '#model/record.ts';
import { emptyAttributeSet } from '#model/record-codec.ts';
import { steeringTargetsOf } from '#model/steering/steering-targets.ts';
import { type SfpTlv, sfpAttribute } from '#protocol/bgp/attributes/37-sfp-attribute.ts';
import { encodeAttributeValue } from '#protocol/bgp/attributes/index.ts';
import { type SfcNlri, sfc } from '#protocol/bgp/families/31-9-sfc.ts';
import { sfpAttribute as sfpVectors } from '#test/fixtures/vectors/attributes/37-sfp-attribute.ts';
import { vectors as sfcVectors } from '#test/fixtures/vectors/families/31-9-sfc.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

const [instance, path, unknown] = sfcVectors.vectors;
const [twoHops, reverse] = sfpVectors.vectors;
if (!instance || !path || !unknown || !twoHops || !reverse) throw new Error('no vectors');

const withPath = (value: Uint8Array): AttributeSet => ({
  ...emptyAttributeSet(),
  other: [{ code: 37, flags: 0xc0, value }],
});
const targets = (route: SfcNlri, attributes: AttributeSet) => steeringTargetsOf(attributes, 'sfc', sfc.toNlri(route));
const hopsOf = (tlvs: SfpTlv[]) => {
  const [target] = targets(path.value, withPath(encodeAttributeValue(sfpAttribute, tlvs).value));
  return target?.kind === 'sfpr' ? target.hops : null;
};

const hop = (serviceIndex: number, serviceFunctionType: number, ...instances: string[]): SfpTlv => ({
  type: 'hop',
  serviceIndex,
  tlvs: [{ type: 'service-function-type', serviceFunctionType, instances: instances.map((one) => octets(one)) }],
});

it('an instance of a service function', () =>
  expect(targets(instance.value, emptyAttributeSet())).toEqual([
    { kind: 'sfir', routeDistinguisher: '192.0.2.1:1', serviceFunctionType: 41 },
  ]));

describe('a path', () => {
  it('has its hops from the SFP attribute', () =>
    expect(targets(path.value, withPath(octets(...twoHops.hex)))).toEqual([
      {
        kind: 'sfpr',
        routeDistinguisher: '198.51.100.1:101',
        servicePathIdentifier: 15,
        hops: [
          {
            serviceIndex: 255,
            functions: [{ serviceFunctionType: 41, instances: ['192.0.2.1:1', '192.0.2.2:1'] }],
          },
          { serviceIndex: 250, functions: [{ serviceFunctionType: 43, instances: [] }] },
        ],
      },
    ]));

  it('takes no other TLV for a function', () =>
    expect(hopsOf(reverse.value)).toEqual([
      { serviceIndex: 255, functions: [{ serviceFunctionType: 41, instances: [] }] },
    ]));

  it('has its hops by descending index, and each index once', () =>
    expect(hopsOf([hop(1, 41), hop(250, 43), hop(1, 42)])).toEqual([
      { serviceIndex: 250, functions: [{ serviceFunctionType: 43, instances: [] }] },
      {
        serviceIndex: 1,
        functions: [
          { serviceFunctionType: 41, instances: [] },
          { serviceFunctionType: 42, instances: [] },
        ],
      },
    ]));

  it('may name a pool', () =>
    expect(hopsOf([hop(9, 41, '0b01000000000064')])?.[0]?.functions[0]?.instances).toEqual([
      'sfir-pool:0x000000000064',
    ]));

  it('of more parts than anyone would draw is not followed', () => {
    const many = Array.from({ length: 1_000 }, () => '0001c00002010001');
    expect(hopsOf([hop(9, 41, ...many)])).toBeNull();
    expect(hopsOf([hop(9, 41, ...many.slice(2))])).not.toBeNull();
  });

  it('leads nowhere without an attribute that can be read', () => {
    const whole = octets(...twoHops.hex);
    expect(targets(path.value, emptyAttributeSet())).toEqual([]);
    // Behind the first hop the attribute is whole again.
    for (let length = 0; length < whole.length; length++)
      expect(targets(path.value, withPath(whole.subarray(0, length)))).toHaveLength(length === 25 ? 1 : 0);
  });
});

it('a route of a type that nobody has defined', () =>
  expect(targets(unknown.value, withPath(octets(...twoHops.hex)))).toEqual([]));

it('an NLRI that cannot be read', () => {
  const nlri = { ...sfc.toNlri(path.value), nlri: octets('0002000b0001') };
  expect(steeringTargetsOf(withPath(octets(...twoHops.hex)), 'sfc', nlri)).toEqual([]);
});
