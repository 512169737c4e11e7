import { nonEmpty } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { tlvSpace } from '../tlv/framed.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** Sub-TLVs of type (2), length (2), value. Their types and forms still change from edition to edition of the draft: they stay octets. */
const metadata = nonEmpty(tlvSpace([], { typeWidth: 2, lengthWidth: 2 }), 'sub-TLVs');

export type EdgeMetadata = ValueOf<typeof metadata>;

export const edgeMetadata = defineAttribute({
  code: 42,
  name: 'edgeMetadata',
  reference: 'draft-ietf-idr-5g-edge-service-metadata',
  flags: attributeFlags.optional,
  onError: 'discard',
  ...fieldCodec(metadata),
});
