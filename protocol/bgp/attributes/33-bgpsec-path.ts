import { list, nonEmpty, sized, struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { flags, u8, u32 } from '../fields/numbers.ts';
import { octets, rest } from '../fields/octets.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** Lengths of Secure_Path and Signature_Blocks count themselves. */
const lengthOctets = 2;

/** RFC 8205 §3.2: of each its own length, the algorithm suite (1), and one signature for each AS of the path. */
const signatureBlock = struct({
  algorithmSuite: u8,
  signatures: list(struct({ subjectKeyIdentifier: octets(20), signature: sized(2, rest) })),
});

/** RFC 8205 §3: Secure_Path, latest AS first, then one Signature_Block, or two. */
const bgpsec = struct({
  securePath: sized(
    2,
    nonEmpty(list(struct({ pathCount: u8, flags: flags('confederation'), asn: u32 })), 'Secure_Path segments'),
    lengthOctets,
  ),
  signatureBlocks: nonEmpty(list(sized(2, signatureBlock, lengthOctets)), 'Signature_Block'),
});

export type BgpsecPath = ValueOf<typeof bgpsec>;

/** Of RFC 8205 §5.2 only what makes octets unreadable: whether signatures are right, or too few, is for the router to say. */
export const bgpsecPath = defineAttribute({
  code: 33,
  name: 'bgpsecPath',
  reference: 'RFC 8205',
  flags: attributeFlags.optional,
  onError: 'withdraw',
  ...fieldCodec(bgpsec),
});
