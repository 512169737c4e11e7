import type { Reader } from '../../bytes/reader.ts';

/** Reads items of `size` octets up to the end; any other length is an error. */
export function decodeItems<Item>(reader: Reader, size: number, decode: (reader: Reader) => Item): Item[] {
  if (reader.remaining === 0 || reader.remaining % size !== 0)
    reader.fail(`length ${reader.remaining} is no multiple of ${size}`);
  const items: Item[] = [];
  while (reader.remaining > 0) items.push(decode(reader));
  return items;
}
