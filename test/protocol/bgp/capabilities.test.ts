import { expect, it } from 'vitest';
import {
  capabilities,
  capabilityOf,
  capabilityValue,
  decodeCapability,
  encodeCapability,
} from '#protocol/bgp/capabilities/index.ts';
import { capabilityVectors } from '#test/fixtures/vectors/capabilities.ts';
import { describeVectors } from '../vector-suite.ts';

it.each(capabilities)('capability $code $name has a vector', ({ name }) => {
  expect(capabilityVectors.vectors.some(({ value }) => value.name === name)).toBe(true);
});

describeVectors('capabilities', { decode: decodeCapability, encode: encodeCapability }, capabilityVectors);

it.each(capabilityVectors.vectors)('$name goes to its value alone and back', ({ value }) => {
  expect(capabilityOf(value.code, capabilityValue(value))).toEqual(value);
});
