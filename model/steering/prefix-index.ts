import { TextError } from '#protocol/errors.ts';
import { parseAddress } from '#protocol/net/address.ts';
import { formatPrefix, parsePrefix, significantOctets } from '#protocol/net/prefix.ts';

/** A value for each prefix, by the addresses that it holds. Text that is no prefix has none, text that is no address is held by none. */
export class PrefixIndex<Value> {
  readonly #create: () => Value;
  readonly #values = new Map<string, Value>();
  /** Lengths that there are, the longest first. */
  readonly #lengths: Record<4 | 6, number[]> = { 4: [], 6: [] };

  constructor(create: () => Value) {
    this.#create = create;
  }

  /** The value of this prefix, a new one where it has none. */
  at(prefixText: string): Value | null {
    const prefix = parsed(prefixText, parsePrefix);
    if (prefix === null) return null;
    const { canonical, version, prefixLength } = prefix;
    const value = this.#values.get(canonical) ?? this.#create();
    this.#values.set(canonical, value);
    const lengths = this.#lengths[version];
    if (!lengths.includes(prefixLength)) {
      lengths.push(prefixLength);
      lengths.sort((one, other) => other - one);
    }
    return value;
  }

  /** Of each prefix that holds the address, the longest first. */
  *holding(addressText: string): Generator<Value> {
    const full = parsed(addressText, parseAddress);
    if (full === null) return;
    const version = full.length === 4 ? 4 : 6;
    for (const prefixLength of this.#lengths[version]) {
      const address = significantOctets(full, prefixLength);
      const value = this.#values.get(formatPrefix({ address, prefixLength }, version));
      if (value !== undefined) yield value;
    }
  }
}

function parsed<Value>(text: string, parse: (text: string) => Value): Value | null {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TextError) return null;
    throw error;
  }
}
