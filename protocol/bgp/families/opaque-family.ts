import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import { hexOf } from '../../net/hex.ts';
import type { FamilyDefinition, Nlri, NlriDescription } from './family.ts';

const noAddress = new Uint8Array(0);

/** A family that is not in the table: all NLRI that one attribute carries are one, kept as octets. */
export class OpaqueFamily implements FamilyDefinition {
  readonly afi: number;
  readonly safi: number;
  readonly name: string;
  readonly reference = null;
  readonly ipVersion = null;
  readonly distinguished = false;
  readonly delimited = false;
  readonly plainPrefixes = false;

  constructor(afi: number, safi: number, name = `${afi}-${safi}`) {
    this.afi = afi;
    this.safi = safi;
    this.name = name;
  }

  measure(field: Uint8Array, at: number): number {
    return field.length - at;
  }

  decode(reader: Reader, pathId: number | null): Nlri {
    const nlri = reader.rest();
    return { pathId, prefixLength: 0, address: noAddress, routeDistinguisher: null, labels: null, nlri };
  }

  encode(writer: Writer, { nlri }: Nlri): void {
    if (nlri === null) throw new EncodeError(`${this.name} wants the octets of its NLRI`);
    writer.bytes(nlri);
  }

  key({ nlri }: Nlri): Uint8Array {
    return nlri ?? noAddress;
  }

  format({ nlri }: Nlri): string {
    return hexOf(nlri ?? noAddress);
  }

  describe(nlri: Nlri): NlriDescription {
    return { text: this.format(nlri), routeDistinguisher: null, labels: null, fields: null };
  }
}
