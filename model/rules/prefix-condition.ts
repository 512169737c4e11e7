import { TextError } from '#protocol/errors.ts';
import { type Prefix, parsePrefix } from '#protocol/net/prefix.ts';

type Nets = Pick<Prefix, 'address' | 'prefixLength'>;

/** Whether a prefix of this version is one that a list entry means. */
export type PrefixTest = (version: 4 | 6, prefix: Nets) => boolean;

const form = /^(\S+?)(?: ge (\d{1,3}))?(?: le (\d{1,3}))?$/;

/** An entry of a prefix list as routers have them: `11.0.0.0/8`, `11.0.0.0/8 ge 24 le 32`. @throws RangeError */
export function compilePrefixCondition(text: string): PrefixTest {
  const [, prefixText = '', ge, le] = form.exec(text) ?? [];
  const { version, address, prefixLength, hostBitsSet, canonical } = parsed(prefixText, text);
  if (hostBitsSet) throw new RangeError(`"${text}" has host bits set; the prefix is ${canonical}`);
  const most = version === 4 ? 32 : 128;
  const least = Number(ge ?? prefixLength);
  const longest = le !== undefined ? Number(le) : ge !== undefined ? most : prefixLength;
  if (!(prefixLength <= least && least <= longest && longest <= most)) {
    throw new RangeError(`"${text}": ${prefixLength} <= ge <= le <= ${most} must hold`);
  }
  return (ofVersion, inner) =>
    ofVersion === version &&
    inner.prefixLength >= least &&
    inner.prefixLength <= longest &&
    startsWith(inner.address, address, prefixLength);
}

/** Whether an address, or a prefix of at least this length, begins with these bits. */
export function startsWith(address: Uint8Array, outer: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let index = 0; index < whole; index += 1) if (address[index] !== outer[index]) return false;
  const rest = bits & 7;
  if (rest === 0) return true;
  const mask = (0xff00 >> rest) & 0xff;
  return ((address[whole] ?? 0) & mask) === ((outer[whole] ?? 0) & mask);
}

function parsed(prefixText: string, text: string): Prefix {
  try {
    return parsePrefix(prefixText);
  } catch (error) {
    if (error instanceof TextError) throw new RangeError(`"${text}" is no prefix; expected 11.0.0.0/8 ge 24 le 32`);
    throw error;
  }
}
