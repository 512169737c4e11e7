import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import type { Json } from '../../json.ts';
import { tunnelTypeName, tunnelTypes } from '../../net/tunnel-type.ts';
import { type Issue, noteOnce } from '../context.ts';
import type { Recovery } from '../tlv/framed.ts';
import { unknownTlv } from '../tlv/typed-values.ts';
import { srPolicySubTlvs } from './sr-policy.ts';
import { type SubTlv, subTlvsOf } from './sub-tlvs.ts';

export interface Tunnel {
  /** IANA "BGP Tunnel Encapsulation Attribute Tunnel Types". */
  tunnelType: number;
  subTlvs: SubTlv[];
}

/**
 * Tunnel type (2), length (2), sub-TLVs; RFC 9012 §2. A malformed sub-TLV counts as an unknown one (RFC 9012 §13), but one of
 * SR Policy spoils the whole (RFC 9830 §5).
 */
export function decodeTunnel(reader: Reader, issues: Issue[]): Tunnel {
  const tunnelType = reader.u16();
  const keepUnlessFatal: Recovery<SubTlv> = (code, error, octets) => {
    if (tunnelType === tunnelTypes.srPolicy && srPolicyCodes.includes(code)) throw error;
    const value = octets();
    noteOnce(issues, `sub-TLV ${code} of ${tunnelTypeName(tunnelType)}: ${error.reason}`, error.offset, 23);
    return unknownTlv.of(code, value);
  };
  return { tunnelType, subTlvs: subTlvsOf(tunnelType, keepUnlessFatal).decode(reader.sub(reader.u16())) };
}

export function encodeTunnel(writer: Writer, { tunnelType, subTlvs }: Tunnel): void {
  const length = writer.u16(tunnelType).fork(2);
  subTlvsOf(tunnelType).encode(writer, subTlvs);
  writer.join(length, 2);
}

export function tunnelToJson({ tunnelType, subTlvs }: Tunnel): Json {
  return { tunnelType: tunnelTypeName(tunnelType), subTlvs: subTlvsOf(tunnelType).toJson(subTlvs) };
}

const srPolicyCodes: readonly number[] = srPolicySubTlvs.map(({ code }) => code);
