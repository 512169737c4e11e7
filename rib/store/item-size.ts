import { tableKeyNames } from '#model/keys.ts';
import type { Stored } from './store.ts';

/** DynamoDB refuses items beyond this. */
export const largestItem = 400 * 1024;

/**
 * Octets of an item as DynamoDB counts and bills them: the names of all attributes, in UTF-8, and their values
 * ("DynamoDB item sizes and formats" in its developer guide).
 */
export function itemSize({ key, document }: Stored, ttl?: number): number {
  const keySize =
    attributeSize(tableKeyNames.partition, key.pk) +
    attributeSize(tableKeyNames.sort, key.sk) +
    attributeSize(tableKeyNames.ttl, ttl);
  return Object.entries(document).reduce((size, [name, value]) => size + attributeSize(name, value), keySize);
}

const attributeSize = (name: string, value: unknown): number =>
  value === undefined ? 0 : textSize(name) + valueSize(value);

const collectionOverhead = 3;
const elementOverhead = 1;

function valueSize(value: unknown): number {
  if (typeof value === 'string') return textSize(value);
  if (typeof value === 'number') return numberSize(value);
  if (typeof value !== 'object' || value === null) return 1;
  if (value instanceof Uint8Array) return value.length;
  const elements = Object.entries(value).filter(([, element]) => element !== undefined);
  const names = Array.isArray(value) ? 0 : elements.reduce((size, [name]) => size + textSize(name), 0);
  return elements.reduce(
    (size, [, element]) => size + elementOverhead + valueSize(element),
    collectionOverhead + names,
  );
}

const textSize = (text: string): number => Buffer.byteLength(text);

/**
 * An octet for exponent and sign, one for every two significant digits, and one more below zero. The guide says "about":
 * digits are paired from the decimal point, so that 1.2 has two pairs and 12 has one.
 */
function numberSize(value: number): number {
  if (value === 0) return 1;
  const [mantissa = '', exponent] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '').length;
  const digitsOfFirstPair = Number(exponent) % 2 === 0 ? 1 : 2;
  const furtherPairs = Math.max(0, Math.ceil((digits - digitsOfFirstPair) / 2));
  return 1 + 1 + furtherPairs + (value < 0 ? 1 : 0);
}
