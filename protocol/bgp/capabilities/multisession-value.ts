import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';

type Multisession = {
  /** G (grouping) is 0x80. */
  flags: number;
  /** Codes of the capabilities that tell the sessions apart; none is multiprotocol alone. */
  codes: number[];
};

/** draft-ietf-idr-bgp-multisession-07 §4: flags (1), capability codes (1 each); the first drafts have the flags alone. */
export const multisessionValue = {
  decode: (reader: Reader): Multisession => ({ flags: reader.u8(), codes: [...reader.rest()] }),
  encode(writer: Writer, { flags, codes }: Multisession): void {
    for (const octet of [flags, ...codes]) writer.u8(octet);
  },
};
