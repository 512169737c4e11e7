import { u32 } from '../../fields/numbers.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { multicastAddress } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';

/** A C-multicast route, RFC 6514 §4.6. The source of a shared tree is its rendezvous point. */
export const defineJoin = <const Name extends string>(code: number, name: Name) =>
  defineRouteType({
    code,
    name,
    reference: 'RFC 6514',
    fields: { routeDistinguisher, sourceAs: u32, multicastSource: multicastAddress, multicastGroup: multicastAddress },
    key: ['sourceAs', 'multicastSource', 'multicastGroup'],
  });
