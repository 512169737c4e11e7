import { formatRouteDistinguisher } from '../../net/route-distinguisher.ts';
import { routeDistinguisherLength, writeRouteDistinguisher } from '../families/route-distinguisher-field.ts';
import { defineStructuredFamily } from '../families/structured-family.ts';
import {
  decodeObject,
  encodeObject,
  type LinkStateObject,
  nlriTypeOf,
  objectToJson,
  objectTypes,
  type UnknownObject,
} from './nlri.ts';
import { formatObject } from './nlri-text.ts';

export type LinkStateNlri = (LinkStateObject | UnknownObject) & {
  /** Of link-state-vpn, else null. */
  routeDistinguisher: Uint8Array | null;
};

interface LinkStateFamilyIdentity {
  safi: 71 | 72;
  name: string;
}

const vpnSafi = 72;
const lengthOffset = 2;
const headLength = 4;
const none = new Uint8Array(0);

/** Type (2), length (2), the RD (8) of a VPN, and the object; RFC 9552 §5.2. All of it identifies the object. */
export const defineLinkStateFamily = ({ safi, name }: LinkStateFamilyIdentity) =>
  defineStructuredFamily<LinkStateNlri>({
    afi: 16388,
    safi,
    name,
    reference: 'RFC 9552, RFC 9086, RFC 9514, RFC 9857',
    measure: (field, at) => headLength + (((field[at + lengthOffset] ?? 0) << 8) | (field[at + lengthOffset + 1] ?? 0)),
    decode(reader) {
      const nlriType = reader.u16();
      const body = reader.sub(reader.u16());
      const routeDistinguisher = safi === vpnSafi ? body.take(routeDistinguisherLength) : null;
      return { ...decodeObject(body, nlriType), routeDistinguisher };
    },
    encode(writer, value) {
      const length = writer.u16(nlriTypeOf(value)).fork(2);
      if (safi === vpnSafi) writeRouteDistinguisher(writer, value.routeDistinguisher ?? none);
      encodeObject(writer, value);
      writer.join(length, 2);
    },
    key(writer, value) {
      if (value.routeDistinguisher !== null) writeRouteDistinguisher(writer, value.routeDistinguisher);
      encodeObject(writer.u16(nlriTypeOf(value)), value);
    },
    format: formatObject,
    toJson: ({ routeDistinguisher, ...object }) => ({
      ...objectToJson(object),
      ...(routeDistinguisher !== null && { routeDistinguisher: formatRouteDistinguisher(routeDistinguisher) }),
    }),
    routeDistinguisher: ({ routeDistinguisher }) => routeDistinguisher,
    routeTypes: objectTypes,
  });
