import type { Frame } from '../tlv/framed.ts';

/** Of a sub-TLV: type (1), length (1, from type 128 on 2); RFC 9012 §2. */
export const subTlvFrame: Frame = { typeWidth: 1, lengthWidth: (code) => (code < 128 ? 1 : 2) };
