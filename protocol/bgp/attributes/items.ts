import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';

/** Reads items of `size` octets up to the end; any other length is an error. */
export function decodeItems<Item>(reader: Reader, size: number, decode: (reader: Reader) => Item): Item[] {
  if (reader.remaining === 0 || reader.remaining % size !== 0)
    reader.fail(`length ${reader.remaining} is no multiple of ${size}`);
  const items: Item[] = [];
  while (reader.remaining > 0) items.push(decode(reader));
  return items;
}

/** Writes items of exactly `size` octets. */
export function encodeOctetItems(writer: Writer, size: number, items: readonly Uint8Array[]): void {
  for (const item of items) {
    if (item.length !== size) throw new EncodeError(`an item of ${item.length} octets, not ${size}`);
    writer.bytes(item);
  }
}
