import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';

/** RFC 4364 §4.2: 8 octets. */
export const routeDistinguisherLength = 8;

export function writeRouteDistinguisher(writer: Writer, octets: Uint8Array): void {
  if (octets.length !== routeDistinguisherLength) throw new EncodeError('a route distinguisher has 8 octets');
  writer.bytes(octets);
}
