import type { Document } from './store.ts';

/**
 * A document as a table gives it back: nothing in it is shared with the original, what was undefined is not there, and
 * octets of any class are a `Uint8Array`. Throws for what a table cannot hold.
 */
export function copyDocument(document: Document): Document {
  const copy: Document = {};
  for (const name of Object.keys(document)) {
    if (document[name] !== undefined) copy[name] = copyValue(document[name]);
  }
  return copy;
}

function copyValue(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return storableNumber(value);
    case 'object':
      return value === null ? null : copyObject(value);
    default:
      throw new TypeError(`a table holds no ${typeof value}`);
  }
}

function copyObject(value: object): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.filter((element) => element !== undefined).map(copyValue);
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new TypeError('a table holds no objects of classes');
  return copyDocument({ ...value });
}

function storableNumber(value: number): number {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  throw new RangeError(`a table does not hold the number ${value}`);
}
