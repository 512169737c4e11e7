import { rulesKeys } from '#model/keys.ts';
import type { Store } from '#rib/store/store.ts';

/** The version of the rules that counts: for who need not know what it says. 0 is ours. */
export async function currentRulesVersion(store: Store): Promise<number> {
  const { items } = await store.query(rulesKeys.partition, { descending: true, limit: 1 });
  return Number(items[0]?.document.version ?? 0);
}
