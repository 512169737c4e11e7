import { describe, expect, it } from 'vitest';
import { attributesJson } from '#functions/api/routes/attributes-json.ts';
import { attributes as schema } from '#model/api-rows.ts';
import { emptyAttributeSet } from '#model/record-codec.ts';
import { type AnyAttribute, encodeAttributeValue, pathAttributes } from '#protocol/bgp/attributes/index.ts';
import type { RawAttribute } from '#protocol/bgp/attributes/values.ts';
import { attributeVectors } from '#test/fixtures/vectors/attributes/index.ts';
import { attributeSet } from '../../rib/arbitraries.ts';

const shown = (...other: RawAttribute[]) => attributesJson(attributeSet({ other }));
const carriedAsOctets = (pathAttributes as readonly AnyAttribute[]).filter(
  ({ name }) => !(name in emptyAttributeSet()),
);

describe.each(carriedAsOctets)('attribute $code $name, which a record carries as octets', (entry) => {
  it.each(attributeVectors[entry.name]?.vectors ?? [])('is shown decoded: $name', ({ value }) => {
    const raw = encodeAttributeValue(entry, value);
    expect(shown(raw)).toMatchObject({ [entry.name]: entry.toJson(value), unknown: [] });
  });

  it('has a place in the schema', () => expect(Object.keys(schema.shape)).toContain(entry.name));
});

describe('hex', () => {
  const onlyToCustomer = { code: 35, flags: 0xc0, value: Uint8Array.of(0, 0, 0xfd, 0xe8) };

  it('is what the table does not know, or cannot decode', () => {
    const unassigned = { code: 254, flags: 0xc0, value: Uint8Array.of(1) };
    const malformed = { ...onlyToCustomer, value: Uint8Array.of(1) };
    expect(shown(unassigned, malformed)).toMatchObject({
      unknown: [
        { code: 254, flags: 192, hex: '01' },
        { code: 35, flags: 192, hex: '01' },
      ],
    });
  });

  it('is what would make an answer many times as long as the message that it shows', () => {
    const tunnels = { code: 23, flags: 0xd0, value: new Uint8Array(65_000) };
    const json = shown(tunnels, onlyToCustomer);
    expect(json).toMatchObject({ onlyToCustomer: 65000, unknown: [{ code: 23 }] });
    expect(JSON.stringify(json).length).toBeLessThan(140_000);
    const halves = [tunnels, { ...tunnels, code: 29 }].map((half) => ({ ...half, value: half.value.slice(0, 4_000) }));
    expect(shown(...halves)).toMatchObject({ tunnelEncapsulation: expect.anything(), unknown: [{ code: 29 }] });
  });
});
