interface Gathered {
  partitionKey: string;
  data: Uint8Array;
}

/** What PutRecords takes: 500 records. Of octets it would take 10 MiB, but a small call is written, signed and answered soon. */
const most = { records: 500, octets: 1_048_576 };

/** Octets for which a call is made at once: a router that dumps does not wait for others. */
const worthACall = 65_536;

/** Octets up to which a record is small: what a router says in a second that has not much to say. */
const smallOctets = 4096;

/**
 * Records that wait for a call. Small ones go first, since those who say little wait for them, and a few large ones fill a call; of each
 * size they go in the order in which they came. A key that is in a call is in no other.
 */
export class GatheredRecords<Waiting extends Gathered> {
  #small: Waiting[] = [];
  #large: Waiting[] = [];
  #octets = 0;
  readonly #keysInCalls = new Set<string>();

  add(record: Waiting): void {
    this.#octets += record.data.length;
    if (record.data.length <= smallOctets) this.#small.push(record);
    else this.#large.push(record);
  }

  get isEmpty(): boolean {
    return this.#small.length + this.#large.length === 0;
  }

  /** There is enough not to wait for more. */
  get areWorthACall(): boolean {
    return this.#small.length + this.#large.length >= most.records || this.#octets >= worthACall;
  }

  /** What the next call takes, which has to say when it is `done`; none where all that wait have to wait for their key. */
  take(): Waiting[] {
    const taken: Waiting[] = [];
    const room = { records: most.records, octets: most.octets };
    this.#small = this.#takeOf(this.#small, taken, room);
    this.#large = this.#takeOf(this.#large, taken, room);
    return taken;
  }

  done(records: readonly Waiting[]): void {
    for (const { partitionKey } of records) this.#keysInCalls.delete(partitionKey);
  }

  /** Gives those that stay. A record that is larger than a call goes alone. */
  #takeOf(waiting: readonly Waiting[], taken: Waiting[], room: { records: number; octets: number }): Waiting[] {
    const staying: Waiting[] = [];
    for (const record of waiting) {
      const { partitionKey, data } = record;
      const fits = room.records > 0 && (data.length <= room.octets || taken.length === 0);
      if (!fits || this.#keysInCalls.has(partitionKey)) {
        staying.push(record);
        continue;
      }
      this.#keysInCalls.add(partitionKey);
      taken.push(record);
      room.records--;
      room.octets -= data.length;
      this.#octets -= data.length;
    }
    return staying;
  }
}
