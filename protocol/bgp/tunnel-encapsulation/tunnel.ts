import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { DecodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { tunnelTypeName, tunnelTypes } from '../../net/tunnel-type.ts';
import { type Issue, noteOnce } from '../context.ts';
import { srPolicySubTlvs } from './sr-policy.ts';
import { type SubTlv, subTlvsOf } from './sub-tlvs.ts';

export interface Tunnel {
  /** IANA "BGP Tunnel Encapsulation Attribute Tunnel Types". */
  tunnelType: number;
  subTlvs: SubTlv[];
}

/** Tunnel type (2), length (2), sub-TLVs; RFC 9012 §2. */
export function decodeTunnel(reader: Reader, issues: Issue[]): Tunnel {
  const tunnelType = reader.u16();
  const value = reader.sub(reader.u16());
  const subTlvs: SubTlv[] = [];
  while (value.remaining > 0) subTlvs.push(decodeSubTlv(value, tunnelType, issues));
  return { tunnelType, subTlvs };
}

export function encodeTunnel(writer: Writer, { tunnelType, subTlvs }: Tunnel): void {
  const length = writer.u16(tunnelType).fork(2);
  subTlvsOf(tunnelType).encode(writer, subTlvs);
  writer.join(length, 2);
}

export function tunnelToJson({ tunnelType, subTlvs }: Tunnel): Json {
  return { tunnelType: tunnelTypeName(tunnelType), subTlvs: subTlvsOf(tunnelType).toJson(subTlvs) };
}

/** A malformed sub-TLV counts as an unknown one (RFC 9012 §13), but one of SR Policy spoils the whole (RFC 9830 §5). */
function decodeSubTlv(reader: Reader, tunnelType: number, issues: Issue[]): SubTlv {
  const space = subTlvsOf(tunnelType);
  const code = reader.peek();
  const again = reader.fork();
  try {
    return space.decodeTlv(reader);
  } catch (error) {
    const fatal = tunnelType === tunnelTypes.srPolicy && srPolicyCodes.includes(code);
    if (fatal || !(error instanceof DecodeError)) throw error;
    const kept = space.decodeUnknown(again);
    noteOnce(issues, `sub-TLV ${code} of ${tunnelTypeName(tunnelType)}: ${error.reason}`, error.offset, 23);
    return kept;
  }
}

const srPolicyCodes: readonly number[] = srPolicySubTlvs.map(({ code }) => code);
