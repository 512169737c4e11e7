import type { RequestState } from '#model/control.ts';
import { kinds } from '#model/keys.ts';
import type { ClaimState } from '#model/state.ts';
import { readOne } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import type { Sources } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';

/** How long a request is kept beyond its time, seconds. */
const keptSeconds = 3600;

/** The claim of a router. @throws Problem 404 for a router that never connected */
export async function claimOf(store: Store, routerId: string): Promise<ClaimState> {
  const claim = await readOne(store, 'claim', kinds.claim.key(routerId));
  if (claim === undefined) throw new Problem('not-found', `There is no router ${routerId}.`);
  return claim;
}

/** Changes what is asked for a router, whoever else does so at the same moment. @throws what `change` throws */
export async function ask(
  { store, clock }: Pick<Sources, 'store' | 'clock'>,
  routerId: string,
  change: (before: RequestState) => Pick<RequestState, 'capture' | 'resync'>,
): Promise<RequestState> {
  const key = kinds.request.key(routerId);
  for (;;) {
    const known = await readOne(store, 'request', key);
    const before = known ?? { routerId, version: 0, capture: null, resync: null };
    const document = { ...before, ...change(before), version: before.version + 1 };
    const until = Math.max(clock.now(), document.capture?.until ?? 0);
    const ttl = Math.ceil(until / 1000) + keptSeconds;
    if (await store.putIfVersion({ key, document: { ...document } }, known ? known.version : null, ttl))
      return document;
  }
}
