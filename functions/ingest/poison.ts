import { kinds } from '#model/keys.ts';
import type { Store } from '#rib/store.ts';
import type { StreamInput } from './step.ts';

const keepSeconds = 14 * 24 * 3600;
/** An item holds 400 KB. */
const keptOctets = 350_000;

/** Keeps the bytes of a record that was passed over, for whoever finds out why. */
export async function keepPoison(
  store: Store,
  routerId: string,
  { sequenceNumber, data }: StreamInput,
  reason: string,
  now: number,
): Promise<void> {
  const document = { sequenceNumber, reason, at: now, octets: data.length, data: data.subarray(0, keptOctets) };
  const put = { key: kinds.poison.key(routerId, sequenceNumber), document };
  await store.write([{ put, ttl: Math.floor(now / 1000) + keepSeconds }]);
}
