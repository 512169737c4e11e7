import { enterpriseValueOf, type InformationTlv, type RawTlv, type TlvTypes } from '#protocol/bmp/tlv.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { DecodeError } from '#protocol/errors.ts';
import type { JsonObject } from '#protocol/json.ts';
import { hexOf } from '#protocol/net/hex.ts';

/** Of a type without a name, and where the value is not what its type asks for, the octets. */
export function tlvToJson(tlv: InformationTlv | RawTlv, types: TlvTypes): JsonObject {
  const index = 'index' in tlv && tlv.index !== null ? { index: tlv.index } : {};
  const own = enterpriseValueOf(tlv);
  if (own !== null) return { type: own.type, enterprise: own.enterprise, ...index, hex: hexOf(own.value) };
  const { name, describe } = types(tlv) ?? {};
  const named = name === undefined ? {} : { name };
  return {
    type: tlv.type,
    ...named,
    ...index,
    ...((describe && described(tlv.value, describe)) ?? { hex: hexOf(tlv.value) }),
  };
}

function described(value: Uint8Array, describe: (value: Reader) => JsonObject): JsonObject | null {
  const reader = Reader.over(value);
  try {
    const fields = describe(reader);
    reader.expectEnd();
    return fields;
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
