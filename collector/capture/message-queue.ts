import type { Preamble, SessionOpening } from './session-opening.ts';

/** Whole messages, one behind the other. */
export interface Batch {
  octets: Uint8Array;
  messages: number;
  firstAt: number;
  lastAt: number;
  /** What a file that begins with this batch needs in front of it. */
  preamble: Preamble;
  /** False where something is missing between the batch before and this one. */
  follows: boolean;
}

interface GrowingBatch extends Batch {
  length: number;
}

const batchOctets = 65_536;

/** What is written at once. */
const mostAtOnce = 524_288;

/** What may wait to be written. */
const mostOctets = 2_097_152;

/** Copies of messages on their way to a file. What has no room is left out, never waited for. */
export class MessageQueue {
  readonly #batches: GrowingBatch[] = [];
  #octets = 0;
  #follows = false;

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  /** `opening` is that before the message. False where it was left out. */
  add(message: Uint8Array, at: number, opening: SessionOpening): boolean {
    const batch = this.#batchFor(message.length, at, opening);
    if (batch === null) {
      this.#follows = false;
      return false;
    }
    batch.octets.set(message, batch.length);
    batch.length += message.length;
    batch.messages++;
    batch.lastAt = at;
    return true;
  }

  /** What has gathered since the last time, as far as nothing is missing in it: a write for each 64 KiB would not keep up with a dump. */
  shift(): Batch | null {
    const first = this.#batches[0];
    if (first === undefined) return null;
    const taken = [first];
    let octets = first.length;
    for (const batch of this.#batches.slice(1)) {
      octets += batch.length;
      if (!batch.follows || octets > mostAtOnce) break;
      taken.push(batch);
    }
    this.#batches.splice(0, taken.length);
    for (const batch of taken) this.#octets -= batch.octets.length;
    return together(first, taken);
  }

  /** Null where there is no room. What comes after a gap begins a batch of its own. */
  #batchFor(length: number, at: number, opening: SessionOpening): GrowingBatch | null {
    const last = this.#batches.at(-1);
    if (last !== undefined && this.#follows && last.length + length <= last.octets.length) return last;
    const size = Math.max(batchOctets, length);
    if (this.#octets + size > mostOctets) return null;
    const batch = {
      octets: new Uint8Array(size),
      length: 0,
      messages: 0,
      firstAt: at,
      lastAt: at,
      preamble: opening.preamble(),
      follows: this.#follows,
    };
    this.#batches.push(batch);
    this.#octets += size;
    this.#follows = true;
    return batch;
  }
}

function together({ firstAt, preamble, follows }: Batch, batches: readonly GrowingBatch[]): Batch {
  return {
    octets: Buffer.concat(batches.map(({ octets, length }) => octets.subarray(0, length))),
    messages: batches.reduce((sum, { messages }) => sum + messages, 0),
    firstAt,
    lastAt: batches.at(-1)?.lastAt ?? firstAt,
    preamble,
    follows,
  };
}
