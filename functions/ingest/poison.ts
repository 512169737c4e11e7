import { kinds } from '#model/keys.ts';
import type { Store, Write } from '#rib/store/store.ts';
import type { StreamInput, UndecodableMessage } from './step.ts';

const keepSeconds = 14 * 24 * 3600;
/** An item holds 400 KB. */
const keptOctets = 350_000;

interface Kept {
  /** Names it among what is kept of the router. */
  id: string;
  reason: string;
  data: Uint8Array;
}

/** Keeps the octets of records and messages that were passed over, for whoever finds out why. */
export async function keepPoison(
  store: Store,
  routerId: string,
  records: readonly StreamInput[],
  messages: readonly UndecodableMessage[],
  now: number,
): Promise<void> {
  const kept = [...records.flatMap(keptRecord), ...messages.map(keptMessage)];
  if (kept.length > 0) await store.write(kept.map((one) => writeOf(routerId, one, now)));
}

const keptRecord = ({ sequenceNumber, data, poison }: StreamInput): Kept[] =>
  poison === null ? [] : [{ id: `record~${sequenceNumber}`, reason: poison, data }];

const keptMessage = ({ token, message }: UndecodableMessage): Kept => ({
  id: `message~${token}`,
  reason: `BMP message of type ${message.messageType}, octet ${message.offset}: ${message.reason}`,
  data: message.bytes,
});

function writeOf(routerId: string, { id, reason, data }: Kept, now: number): Write {
  const document = { id, reason, at: now, octets: data.length, data: data.subarray(0, keptOctets) };
  return { put: { key: kinds.poison.key(routerId, id), document }, ttl: Math.floor(now / 1000) + keepSeconds };
}
