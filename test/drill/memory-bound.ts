import type { CollectorProcess } from './collector-process.ts';
import { collectorSettings } from './settings.ts';

const mebibyte = 1024 * 1024;
/** What a router may have waiting before it is known: `maxHeldBytes` of collector/admission.ts. */
const held = mebibyte;
/** What the kernel hands over at once, and a record that is being made: decoded, it is some times its octets. */
const inTheMaking = 4 * 200_000 + 65_536;
/** A connection that says little: socket, session, timers, and records of a few hundred octets on their way. */
const quietConnection = 48 * 1024;
/** What the heap may hold that is no longer used, and buffers of the clients of stream and table. */
const slack = 80;

/** MiB that a collector may have at the most: nothing grows with how much is said, or with how long the stream is away. */
export function memoryBound({ idleMemory }: CollectorProcess, talkers: number, connections: number): number {
  const queue = Math.max(Number(collectorSettings.MAX_QUEUED_BYTES) + inTheMaking, held);
  return Math.ceil(idleMemory + slack + (talkers * queue + connections * quietConnection) / mebibyte);
}
