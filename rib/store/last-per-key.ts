import type { Key } from '#model/keys.ts';
import type { Write } from './store.ts';

/** The writes that count: of several writes of one key the last one. DynamoDB refuses two of one key in a batch. */
export function lastPerKey(writes: readonly Write[]): Write[] {
  return [...new Map(writes.map((write) => [nameOf(keyOf(write)), write])).values()];
}

const keyOf = (write: Write): Key => ('put' in write ? write.put.key : write.delete);

/** Different for every two keys, wherever their parts end. */
const nameOf = ({ pk, sk }: Key): string => `${pk.length} ${pk}${sk}`;
