import { EncodeError } from '../../errors.ts';
import { formatExtendedCommunity } from '../../net/extended-community.ts';
import { hexOf } from '../../net/hex.ts';
import { octetsOfBits, significantOctets } from '../../net/prefix.ts';
import { defineStructuredFamily } from './structured-family.ts';

/** RFC 4684 §4: whose routes are wanted. */
export interface RouteTargetMembership {
  /** In bits, of the AS number and the route target together; 0 asks for all routes. */
  prefixLength: number;
  /** Null in the default, which has no more than its length. */
  originAs: number | null;
  /** The octets of the route target that the length covers. */
  routeTarget: Uint8Array;
}

const asBits = 32;
const wholeBits = 96;

/** Length in bits (1), then as many octets as that takes of origin AS (4) and route target (8). */
export const routeTargetConstraint = defineStructuredFamily<RouteTargetMembership>({
  afi: 1,
  safi: 132,
  name: 'rt-constraint',
  reference: 'RFC 4684',
  measure: (field, at) => 1 + octetsOfBits(field[at] ?? 0),
  decode(reader) {
    const prefixLength = reader.u8();
    if (!isPrefixLength(prefixLength)) reader.fail(`prefix length ${prefixLength}`);
    const originAs = prefixLength === 0 ? null : reader.u32();
    return { prefixLength, originAs, routeTarget: reader.rest() };
  },
  encode(writer, { prefixLength, originAs, routeTarget }) {
    const octets = octetsOfBits(prefixLength) - (originAs === null ? 0 : 4);
    if (!isPrefixLength(prefixLength) || (originAs === null) !== (prefixLength === 0) || routeTarget.length !== octets)
      throw new EncodeError('no route target membership');
    writer.u8(prefixLength);
    if (originAs !== null) writer.u32(originAs);
    writer.bytes(routeTarget);
  },
  key(writer, { prefixLength, originAs, routeTarget }) {
    writer
      .u32(originAs ?? 0)
      .bytes(targetOf(prefixLength, routeTarget))
      .u8(prefixLength);
  },
  format({ prefixLength, originAs, routeTarget }) {
    if (originAs === null) return 'default';
    if (prefixLength === asBits) return `${originAs}/${asBits}`;
    return `${originAs}:${formatExtendedCommunity(targetOf(prefixLength, routeTarget))}/${prefixLength}`;
  },
  toJson: ({ prefixLength, originAs, routeTarget }) => ({ prefixLength, originAs, routeTarget: hexOf(routeTarget) }),
});

/** RFC 4684 §4: nothing, or at least the AS. */
const isPrefixLength = (bits: number): boolean => bits === 0 || (bits >= asBits && bits <= wholeBits);

/** At its whole width, with the bits beyond the length zero. */
function targetOf(prefixLength: number, routeTarget: Uint8Array): Uint8Array {
  const whole = new Uint8Array(8);
  whole.set(significantOctets(routeTarget, Math.max(prefixLength - asBits, 0)));
  return whole;
}
