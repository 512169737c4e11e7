import { TextError } from '#protocol/errors.ts';
import { parseAddress } from '#protocol/net/address.ts';
import { formatPrefix, parsePrefix, significantOctets } from '#protocol/net/prefix.ts';

/** What is known of prefixes, by the addresses that they hold. Text that is no prefix holds none, text that is no address is held by none. */
export class PrefixIndex<Value> {
  readonly #values = new Map<string, Value[]>();
  /** Lengths that there are, the longest first. */
  readonly #lengths: Record<4 | 6, number[]> = { 4: [], 6: [] };

  add(prefixText: string, value: Value): void {
    const prefix = parsed(prefixText, parsePrefix);
    if (prefix === null) return;
    const { canonical, version, prefixLength } = prefix;
    const values = this.#values.get(canonical);
    if (values !== undefined) {
      values.push(value);
      return;
    }
    this.#values.set(canonical, [value]);
    const lengths = this.#lengths[version];
    if (lengths.includes(prefixLength)) return;
    lengths.push(prefixLength);
    lengths.sort((one, other) => other - one);
  }

  /** What is known of each prefix that holds the address, the longest first. */
  *holding(addressText: string): Generator<readonly Value[]> {
    const full = parsed(addressText, parseAddress);
    if (full === null) return;
    const version = full.length === 4 ? 4 : 6;
    for (const prefixLength of this.#lengths[version]) {
      const address = significantOctets(full, prefixLength);
      const values = this.#values.get(formatPrefix({ address, prefixLength }, version));
      if (values !== undefined) yield values;
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
