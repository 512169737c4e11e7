/** A prefix as a number: equal ones are equal, and covering is masking. */
export interface NumberedPrefix {
  /** Bits beyond the length are zero. */
  address: bigint;
  length: number;
}

/** Its significant octets. */
export const octetsOfPrefix = ({ address, length }: NumberedPrefix, width: number): Uint8Array =>
  Uint8Array.from({ length: Math.ceil(length / 8) }, (_, index) =>
    Number((address >> BigInt(width - 8 * (index + 1))) & 255n),
  );

/** Of a prefix, what each feed said last. */
export type Said = ReadonlyMap<string, string>;

export interface Found extends NumberedPrefix {
  said: Said;
}

/**
 * What a router has told, by prefix length: a look-up tries one length after the other. It shares nothing with the engine, not
 * even how a prefix is written.
 */
export class PrefixOracle {
  readonly width: number;
  readonly #byLength: Map<bigint, Map<string, string>>[];
  /** All prefixes, by address and then length; null when there have been others since. */
  #sorted: NumberedPrefix[] | null = null;

  constructor(width: 32 | 128) {
    this.width = width;
    this.#byLength = Array.from({ length: width + 1 }, () => new Map());
  }

  announce({ address, length }: NumberedPrefix, feed: string, set: string): void {
    const ofLength = this.#byLength[length] ?? new Map<bigint, Map<string, string>>();
    const said = ofLength.get(address);
    if (said) said.set(feed, set);
    else {
      ofLength.set(address, new Map([[feed, set]]));
      this.#sorted = null;
    }
  }

  withdraw({ address, length }: NumberedPrefix, feed: string): void {
    const ofLength = this.#byLength[length];
    const said = ofLength?.get(address);
    said?.delete(feed);
    if (said?.size !== 0) return;
    ofLength?.delete(address);
    this.#sorted = null;
  }

  get prefixes(): readonly NumberedPrefix[] {
    this.#sorted ??= this.#byLength
      .flatMap((ofLength, length) => [...ofLength.keys()].map((address) => ({ address, length })))
      .sort((a, b) => (a.address === b.address ? a.length - b.length : a.address < b.address ? -1 : 1));
    return this.#sorted;
  }

  masked(address: bigint, length: number): bigint {
    const spare = BigInt(this.width - length);
    return (address >> spare) << spare;
  }

  exact({ address, length }: NumberedPrefix): Found[] {
    const said = this.#byLength[length]?.get(address);
    return said ? [{ address, length, said }] : [];
  }

  /** Shortest first. */
  covering({ address, length }: NumberedPrefix): Found[] {
    const found: Found[] = [];
    for (let shorter = 0; shorter <= length; shorter += 1) {
      found.push(...this.exact({ address: this.masked(address, shorter), length: shorter }));
    }
    return found;
  }

  longest({ address, length }: NumberedPrefix): Found[] {
    for (let shorter = length; shorter >= 0; shorter -= 1) {
      const found = this.exact({ address: this.masked(address, shorter), length: shorter });
      if (found.length > 0) return found;
    }
    return [];
  }

  /** In order; null where there are more than `most`. */
  covered({ address, length }: NumberedPrefix, most: number): Found[] | null {
    const end = address + (1n << BigInt(this.width - length));
    const found: Found[] = [];
    for (let index = this.#firstAt(address); index < this.prefixes.length; index += 1) {
      const prefix = this.prefixes[index];
      if (prefix === undefined || prefix.address >= end) break;
      if (prefix.length < length) continue;
      if (found.length === most) return null;
      found.push(...this.exact(prefix));
    }
    return found;
  }

  #firstAt(address: bigint): number {
    let low = 0;
    let high = this.prefixes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.prefixes[middle]?.address ?? 0n) < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
