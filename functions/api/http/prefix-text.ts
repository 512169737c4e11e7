import { TextError } from '#protocol/errors.ts';
import { formatAddress, parseAddress } from '#protocol/net/address.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { type Prefix, parsePrefix } from '#protocol/net/prefix.ts';
import { parseRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { invalidRequest, Problem } from './problem.ts';

/** Reads a prefix. @throws Problem 400, or 422 with the prefix that was probably meant */
export function prefixParameter(parameter: string, text: string): Prefix {
  const prefix = orFault(parameter, () => parsePrefix(text));
  if (!prefix.hostBitsSet) return prefix;
  throw new Problem('host-bits-set', `${text} has bits set behind its length; the prefix is ${prefix.canonical}.`, {
    faults: [{ parameter, detail: 'has host bits set', suggestion: prefix.canonical }],
  });
}

/** Reads an address as the prefix of its whole length. @throws Problem 400 */
export function addressParameter(parameter: string, text: string): Prefix {
  const address = orFault(parameter, () => parseAddress(text));
  return parsePrefix(`${formatAddress(address)}/${address.length * 8}`);
}

/** Reads a prefix, or an address as the prefix of its whole length. */
export const prefixOrAddressParameter = (parameter: string, text: string): Prefix =>
  text.includes('/') ? prefixParameter(parameter, text) : addressParameter(parameter, text);

/** An address as the platform writes it, however it was spelled; other texts as they are. */
export function canonicalAddress(text: string): string {
  try {
    return formatAddress(parseAddress(text));
  } catch (error) {
    if (error instanceof TextError) return text;
    throw error;
  }
}

/** @throws Problem 400 */
export const distinguisherParameter = (parameter: string, text: string): Uint8Array =>
  orFault(parameter, () => parseRouteDistinguisher(text));

/** True when the prefix written as `outer` holds all of `inner`. */
export function holds(outer: string, inner: Prefix): boolean {
  const { version, address, prefixLength } = parsePrefix(outer);
  if (version !== inner.version || prefixLength > inner.prefixLength) return false;
  return bitsOf(inner.address).startsWith(bitsOf(address).slice(0, prefixLength));
}

/** Text that sorts as the prefix does: by version, address, then length. */
export function prefixSortKey(text: string): string {
  try {
    const { version, address, prefixLength } = parsePrefix(text);
    return `${version}${hexOf(address)}.${String(prefixLength).padStart(3, '0')}`;
  } catch (error) {
    if (error instanceof TextError) return `9${text}`;
    throw error;
  }
}

const bitsOf = (address: Uint8Array): string =>
  [...address].map((octet) => octet.toString(2).padStart(8, '0')).join('');

function orFault<Value>(parameter: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof TextError) throw invalidRequest([{ parameter, detail: error.message }]);
    throw error;
  }
}
