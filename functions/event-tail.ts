import { eventKeys } from '#model/keys.ts';
import type { Store } from '#rib/store/store.ts';

/** A number that the event feed has reached; it may have gone further. */
export async function eventTail(store: Store): Promise<number> {
  const tail = await store.get(eventKeys.tail);
  return typeof tail?.number === 'number' ? tail.number : 0;
}
