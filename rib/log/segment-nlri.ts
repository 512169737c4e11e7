import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { OctetReader, OctetWriter } from '../octets/octets.ts';
import type { NlriParts } from '../rows/prefix-key.ts';

/*
 *   layout u8 = shared << 4 | parts, and what `parts` names:
 *   path id | route distinguisher 8 octets | labels, counted | sized NLRI
 *   without the last: prefix length u8, the address without its first `shared` octets, which are the previous row's
 */
const parts = { pathId: 1, routeDistinguisher: 2, labels: 4, nlri: 8 } as const;
const mostShared = 15;
const longestAddress = 32;
const routeDistinguisherLength = 8;
const leastOctetsOfLabel = 1;
const none: Uint8Array = new Uint8Array(0);

export class NlriWriter {
  readonly #writer: OctetWriter;
  #previous = none;

  constructor(writer: OctetWriter) {
    this.#writer = writer;
  }

  write(nlri: Nlri): void {
    const shared = nlri.nlri ? 0 : sharedOctets(nlri.address, this.#previous);
    this.#writer.octet((shared << 4) | partsOf(nlri));
    if (nlri.pathId !== null) this.#writer.unsigned(nlri.pathId);
    if (nlri.routeDistinguisher) this.#writer.octets(nlri.routeDistinguisher);
    if (nlri.labels) this.#writeLabels(nlri.labels);
    if (nlri.nlri) this.#writer.sized(nlri.nlri);
    else this.#writeAddress(nlri, shared);
    this.#previous = nlri.address;
  }

  #writeLabels(labels: readonly number[]): void {
    this.#writer.unsigned(labels.length);
    for (const label of labels) this.#writer.unsigned(label);
  }

  #writeAddress({ prefixLength, address }: Nlri, shared: number): void {
    this.#writer.octet(prefixLength);
    this.#writer.octets(address.subarray(shared));
  }
}

/** Stands on one NLRI at a time and makes an object of it only when asked, as a look-up passes by most of them. */
export class NlriCursor implements NlriParts {
  /** Only the octets that `prefixLength` makes significant are this NLRI's. */
  readonly address: Uint8Array = new Uint8Array(longestAddress);
  prefixLength = 0;
  pathId: number | null = null;
  routeDistinguisher: Uint8Array | null = null;
  nlri: Uint8Array | null = null;
  readonly #reader: OctetReader;
  #addressLength = 0;
  #labels: number[] | null = null;

  constructor(reader: OctetReader) {
    this.#reader = reader;
  }

  advance(): void {
    const layout = this.#reader.octet();
    this.pathId = layout & parts.pathId ? this.#reader.unsigned() : null;
    this.routeDistinguisher = layout & parts.routeDistinguisher ? this.#reader.octets(routeDistinguisherLength) : null;
    this.#labels = layout & parts.labels ? this.#readLabels() : null;
    this.nlri = layout & parts.nlri ? this.#reader.sized() : null;
    if (this.nlri !== null) this.#setAddress(0, 0);
    else this.#setAddress(this.#reader.octet(), layout >> 4);
  }

  toNlri(): Nlri {
    return {
      pathId: this.pathId,
      prefixLength: this.prefixLength,
      address: this.address.slice(0, this.#addressLength),
      routeDistinguisher: this.routeDistinguisher?.slice() ?? null,
      labels: this.#labels,
      nlri: this.nlri?.slice() ?? null,
    };
  }

  #readLabels(): number[] {
    return Array.from({ length: this.#reader.count(leastOctetsOfLabel) }, () => this.#reader.unsigned());
  }

  #setAddress(prefixLength: number, shared: number): void {
    const length = Math.ceil(prefixLength / 8);
    if (shared > Math.min(length, this.#addressLength)) throw this.#reader.error('more octets shared than there are');
    this.address.set(this.#reader.octets(length - shared), shared);
    this.prefixLength = prefixLength;
    this.#addressLength = length;
  }
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
