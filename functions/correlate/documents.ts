import type { Correlated, CorrelatedKind, NumberedChange } from '#model/chains/correlated.ts';
import { acrossRouters } from '#model/events.ts';
import { type Key, kinds } from '#model/keys.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store, Write } from '#rib/store/store.ts';
import { tombstoneUntil } from '../tombstone.ts';

export async function loadCorrelated(store: Store): Promise<Correlated> {
  const [span, group, chain, finding] = await Promise.all([
    readAll(store, 'span').then(byId),
    readAll(store, 'group').then(byId),
    readAll(store, 'chain').then(byId),
    readAll(store, 'finding', kinds.finding.prefixOf(acrossRouters)).then(byId),
  ]);
  return { span, group, chain, finding };
}

const byId = <T extends { id: string }>(things: readonly T[]): Map<string, T> =>
  new Map(things.map((thing) => [thing.id, thing]));

export function writeOf(change: NumberedChange): Write {
  const key = keyOf[change.kind](change.id);
  if (change.after === null) return { delete: key };
  const put = { key, document: { ...change.after } };
  const isLost = change.kind === 'span' && change.after.state === 'lost';
  return isLost ? { put, ttl: tombstoneUntil(change.after.lastChanged) } : { put };
}

const keyOf: Readonly<Record<CorrelatedKind, (id: string) => Key>> = {
  span: kinds.span.key,
  group: kinds.group.key,
  chain: kinds.chain.key,
  finding: (id) => kinds.finding.key(acrossRouters, id),
};
