import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { type CapabilityDefinition, defineCapability } from './capability.ts';

interface FamiliesCapability<Name extends string, Entry> {
  code: number;
  name: Name;
  reference: string;
  decodeEntry(reader: Reader): Entry;
  encodeEntry(writer: Writer, entry: Entry): void;
}

/** A capability that says something of each of some families: entries up to the end of its value. */
export function familiesCapability<const Name extends string, Entry>({
  decodeEntry,
  encodeEntry,
  ...identity
}: FamiliesCapability<Name, Entry>): CapabilityDefinition<Name, { families: Entry[] }> {
  return defineCapability({
    ...identity,
    decode(reader) {
      const families: Entry[] = [];
      while (reader.remaining > 0) families.push(decodeEntry(reader));
      return { families };
    },
    encode(writer, { families }: { families: Entry[] }) {
      for (const entry of families) encodeEntry(writer, entry);
    },
  });
}
