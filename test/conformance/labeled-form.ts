import { Reader } from '#protocol/bytes/reader.ts';
import { DecodeError } from '#protocol/errors.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

const labeledSafis = new Set([4, 128]);
const bottomOfStack = 1;
const withdrawnLabel = 0x800000;

type LabelForm = 'clear' | 'drop';

/**
 * Whether two values of MP_REACH_NLRI or MP_UNREACH_NLRI hold the same labeled routes, without path identifiers, once labels
 * have lost their traffic class (`clear`) or are gone (`drop`).
 */
export function sameLabeledForm(left: string, right: string, labels: LabelForm): boolean {
  const form = labeledForm(left, labels);
  return form !== null && form === labeledForm(right, labels);
}

/** Null for anything but labeled routes. */
function labeledForm(hex: string, labels: LabelForm): string | null {
  const reader = Reader.over(octets(hex));
  const family = hexOf(reader.peekRest().subarray(0, 3));
  reader.skip(2);
  if (!labeledSafis.has(reader.u8())) return null;
  const nextHop = labels === 'clear' ? hexOf(reader.take(reader.u8() + 1)) : '';
  const routes: string[] = [];
  try {
    while (reader.remaining > 0) routes.push(routeForm(reader, labels));
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
  return [family, nextHop, ...routes].join(' ');
}

/** Length in bits (1) of all that follows, labels (3 each), route distinguisher and prefix. */
function routeForm(reader: Reader, form: LabelForm): string {
  const bits = reader.u8();
  const route = reader.sub((bits + 7) >> 3);
  const labels: number[] = [];
  let last = 0;
  do {
    last = route.u24();
    labels.push(last & ~0xe);
  } while ((last & bottomOfStack) === 0 && last !== withdrawnLabel && last !== 0);
  const stack = form === 'clear' ? labels.map((label) => label.toString(16)).join(',') : '';
  return `${bits - 24 * labels.length}:${stack}:${hexOf(route.rest())}`;
}
