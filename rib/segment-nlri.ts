import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { OctetReader, OctetWriter } from './octets.ts';

/*
 *   layout u8 = shared << 4 | parts, and what `parts` names:
 *   path id | route distinguisher 8 octets | labels, counted | sized NLRI
 *   without the last: prefix length u8, the address without its first `shared` octets, which are the previous row's
 */
const parts = { pathId: 1, routeDistinguisher: 2, labels: 4, nlri: 8 } as const;
const mostShared = 15;
const leastOctetsOfLabel = 1;
export const emptyAddress: Uint8Array = new Uint8Array(0);

/** `previous` is the address of the row before. */
export function writeNlri(writer: OctetWriter, nlri: Nlri, previous: Uint8Array): void {
  const shared = nlri.nlri ? 0 : sharedOctets(nlri.address, previous);
  writer.octet((shared << 4) | partsOf(nlri));
  if (nlri.pathId !== null) writer.unsigned(nlri.pathId);
  if (nlri.routeDistinguisher) writer.octets(nlri.routeDistinguisher);
  if (nlri.labels) {
    writer.unsigned(nlri.labels.length);
    for (const label of nlri.labels) writer.unsigned(label);
  }
  if (nlri.nlri) {
    writer.sized(nlri.nlri);
  } else {
    writer.octet(nlri.prefixLength);
    writer.octets(nlri.address.subarray(shared));
  }
}

export function readNlri(reader: OctetReader, previous: Uint8Array): Nlri {
  const layout = reader.octet();
  const pathId = layout & parts.pathId ? reader.unsigned() : null;
  const routeDistinguisher = layout & parts.routeDistinguisher ? reader.octets(8).slice() : null;
  const labels = layout & parts.labels ? readLabels(reader) : null;
  if (layout & parts.nlri) {
    return { pathId, prefixLength: 0, address: emptyAddress, routeDistinguisher, labels, nlri: reader.sized().slice() };
  }
  const prefixLength = reader.octet();
  const address = readAddress(reader, Math.ceil(prefixLength / 8), previous.subarray(0, layout >> 4));
  return { pathId, prefixLength, address, routeDistinguisher, labels, nlri: null };
}

function readAddress(reader: OctetReader, length: number, shared: Uint8Array): Uint8Array {
  if (shared.length > length) throw reader.error('more octets shared than there are');
  const address = new Uint8Array(length);
  address.set(shared);
  address.set(reader.octets(length - shared.length), shared.length);
  return address;
}

function readLabels(reader: OctetReader): number[] {
  return Array.from({ length: reader.count(leastOctetsOfLabel) }, () => reader.unsigned());
}

function partsOf(nlri: Nlri): number {
  return (
    (nlri.pathId === null ? 0 : parts.pathId) |
    (nlri.routeDistinguisher ? parts.routeDistinguisher : 0) |
    (nlri.labels ? parts.labels : 0) |
    (nlri.nlri ? parts.nlri : 0)
  );
}

function sharedOctets(address: Uint8Array, previous: Uint8Array): number {
  const most = Math.min(address.length, previous.length, mostShared);
  let shared = 0;
  while (shared < most && address[shared] === previous[shared]) shared += 1;
  return shared;
}
