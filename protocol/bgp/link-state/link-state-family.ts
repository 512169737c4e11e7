import { formatRouteDistinguisher } from '../../net/route-distinguisher.ts';
import { defineStructuredFamily } from '../families/structured-family.ts';
import { u16 } from '../fields/numbers.ts';
import { routeDistinguisher } from '../fields/octets.ts';
import { type FixedFrame, framed, measureFramed } from '../tlv/framed.ts';
import type { TypedValues } from '../tlv/typed-values.ts';
import { type LinkStateObject, linkStateObjects, objectTypes, type UnknownObject } from './nlri.ts';
import { formatObject } from './nlri-text.ts';

export type LinkStateNlri = (LinkStateObject | UnknownObject) & {
  /** Of link-state-vpn, else null. */
  routeDistinguisher: Uint8Array | null;
};

interface LinkStateFamilyIdentity {
  safi: 71 | 72;
  name: string;
}

const frame: FixedFrame = { typeWidth: 2, lengthWidth: 2 };
const none = new Uint8Array(0);

/** In a VPN the RD (8) comes before the object. */
const objectsOf = (distinguished: boolean): TypedValues<LinkStateNlri> => ({
  decode(nlriType, reader) {
    const distinguisher = distinguished ? routeDistinguisher.decode(reader) : null;
    return { ...linkStateObjects.decode(nlriType, reader), routeDistinguisher: distinguisher };
  },
  codeOf: linkStateObjects.codeOf,
  encode(writer, value) {
    if (distinguished) routeDistinguisher.encode(writer, value.routeDistinguisher ?? none);
    linkStateObjects.encode(writer, value);
  },
  toJson: ({ routeDistinguisher, ...object }) => ({
    ...linkStateObjects.toJson(object),
    ...(routeDistinguisher !== null && { routeDistinguisher: formatRouteDistinguisher(routeDistinguisher) }),
  }),
});

/** Type (2), length (2), object; RFC 9552 §5.2. All of it identifies the object. */
export function defineLinkStateFamily({ safi, name }: LinkStateFamilyIdentity) {
  const nlri = framed(objectsOf(safi === 72), frame);
  return defineStructuredFamily<LinkStateNlri>({
    ...nlri,
    afi: 16388,
    safi,
    name,
    reference: 'RFC 9552, RFC 9086, RFC 9514, RFC 9857',
    measure: (field, at) => measureFramed(frame, field, at),
    key(writer, value) {
      if (value.routeDistinguisher !== null) routeDistinguisher.encode(writer, value.routeDistinguisher);
      u16.encode(writer, linkStateObjects.codeOf(value));
      linkStateObjects.encode(writer, value);
    },
    format: formatObject,
    routeDistinguisher: ({ routeDistinguisher }) => routeDistinguisher,
    routeTypes: objectTypes,
  });
}
