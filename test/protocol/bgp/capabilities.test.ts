import { expect, it } from 'vitest';
import {
  capabilities,
  capabilityOf,
  capabilityValue,
  decodeCapability,
  encodeCapability,
} from '#protocol/bgp/capabilities/index.ts';
import { capabilityVectors } from '#test/fixtures/vectors/capabilities/index.ts';
import { unknownCapabilities } from '#test/fixtures/vectors/capabilities/unknown.ts';
import { describeVectors } from '../vector-suite.ts';

const codec = { decode: decodeCapability, encode: encodeCapability };
const fileOf = ({ code, name }: { code: number; name: string }): string => `${String(code).padStart(2, '0')}-${name}`;

it.each(capabilities)('capability $code $name has vectors, and any value of it can be made', (entry) => {
  const vectors = capabilityVectors.get(fileOf(entry));
  expect(vectors?.vectors.map(({ value }) => value.name)).toContain(entry.name);
  expect(vectors?.arbitrary).toBeDefined();
});

it('every vector file is of a capability of the table', () => {
  expect(capabilities.map(fileOf)).toEqual(expect.arrayContaining([...capabilityVectors.keys()]));
});

for (const [file, vectors] of [...capabilityVectors, ['unknown', unknownCapabilities] as const]) {
  describeVectors(`capability ${file}`, codec, vectors);
  it.each(vectors.vectors)(`${file}: $name goes to its value alone and back`, ({ value }) => {
    expect(capabilityOf(value.code, capabilityValue(value))).toEqual(value);
  });
}
