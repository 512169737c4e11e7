import type { TcpSegment } from './tcp-segment.ts';

/** The next of a stream: octets, with the time of the packet that brought them, or that some are missing. */
export type Piece = { octets: Uint8Array; time: bigint | null } | { missing: number };

type Waiting = Pick<TcpSegment, 'sequence' | 'payload' | 'fin' | 'time'>;

/** Octets of all streams that wait for earlier ones. */
export interface WaitingTotal {
  octets: number;
}

/** As many octets of a stream may wait, and of all streams; beyond that the missing ones are given up. */
const maximumWaiting = { stream: 1024 * 1024, total: 32 * 1024 * 1024 } as const;
/** A waiting segment takes more memory than its octets. */
const segmentOverhead = 128;
/** No window is as large in practice: a segment so far off is of another connection on the same ports. */
const maximumDistance = 64 * 1024 * 1024;

/** One direction of a TCP connection: segments in any order to octets in theirs. */
export class TcpStream {
  readonly #total: WaitingTotal;
  readonly #first: number;
  /** Sequence number of the next octet. */
  #next: number;
  #waiting: Waiting[] = [];
  #waitingOctets = 0;
  #ended = false;
  #isBehindSynData = false;

  /** Begins with the segment, which is yet to be taken. */
  constructor({ sequence }: Pick<TcpSegment, 'sequence'>, total: WaitingTotal) {
    this.#first = sequence;
    this.#next = sequence;
    this.#total = total;
  }

  /** Has its end come? */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Is the segment of another connection on the same ports? A SYN that is not the one it began with, or a number far off. */
  refuses({ sequence, syn }: TcpSegment): boolean {
    if (syn) return sequence !== this.#first;
    return !this.#ended && Math.abs(this.#distance(sequence)) > maximumDistance;
  }

  isNext(sequence: number): boolean {
    return sequence === this.#next;
  }

  *take(segment: TcpSegment): Generator<Piece> {
    if (this.#ended || (segment.payload.length === 0 && !segment.fin)) return;
    this.#allowUncountedSyn(segment);
    if (this.#distance(segment.sequence) > 0) this.#wait(segment);
    else yield* this.#deliver(segment);
    yield* this.#deliverWaiting();
    while (this.#isFull) yield* this.#giveUpMissing();
    if (this.#ended) this.close();
  }

  /** There will be no more: what waits is given out with the gaps before it. */
  *end(): Generator<Piece> {
    while (this.#waiting.length > 0 && !this.#ended) yield* this.#giveUpMissing();
    this.close();
  }

  /** Nobody wants more of it. */
  close(): void {
    this.#ended = true;
    this.#count(-this.#waitingOctets);
    this.#waiting = [];
  }

  get #isFull(): boolean {
    const isTooMuch = this.#waitingOctets > maximumWaiting.stream || this.#total.octets > maximumWaiting.total;
    return isTooMuch && this.#waiting.length > 0 && !this.#ended;
  }

  /** From the next octet to `sequence`, below zero where that is behind; numbers wrap at 2^32. */
  #distance(sequence: number): number {
    return (sequence - this.#next) | 0;
  }

  /** Copies the octets, which else would keep more of the file in memory. */
  #wait({ sequence, payload, fin, time }: Waiting): void {
    const after = (other: Waiting): boolean => this.#distance(other.sequence) <= this.#distance(sequence);
    this.#waiting.splice(this.#waiting.findLastIndex(after) + 1, 0, { sequence, payload: payload.slice(), fin, time });
    this.#count(payload.length + segmentOverhead);
  }

  /** Tools that write captures themselves send octets with the SYN, and count no number for it. */
  #allowUncountedSyn({ sequence, payload, syn }: TcpSegment): void {
    if (this.#isBehindSynData && payload.length > 1 && this.#distance(sequence) === -1) this.#next = sequence;
    this.#isBehindSynData = syn && payload.length > 0;
  }

  #count(octets: number): void {
    this.#waitingOctets += octets;
    this.#total.octets += octets;
  }

  *#deliver({ sequence, payload, fin, time }: Waiting): Generator<Piece> {
    const octets = payload.subarray(-this.#distance(sequence));
    const isPast = this.#distance(sequence) + payload.length < 0;
    if (octets.length > 0) yield { octets, time };
    this.#next = (this.#next + octets.length) >>> 0;
    if (fin && !isPast) this.#ended = true;
  }

  *#deliverWaiting(): Generator<Piece> {
    let count = 0;
    for (const segment of this.#waiting) {
      if (this.#ended || this.#distance(segment.sequence) > 0) break;
      count++;
      this.#count(-segment.payload.length - segmentOverhead);
      yield* this.#deliver(segment);
    }
    if (count > 0) this.#waiting.splice(0, count);
  }

  *#giveUpMissing(): Generator<Piece> {
    const [first] = this.#waiting;
    if (first === undefined) return;
    yield { missing: this.#distance(first.sequence) };
    this.#next = first.sequence;
    yield* this.#deliverWaiting();
  }
}
