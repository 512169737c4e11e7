import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';

type OutboundRouteFilters = {
  afi: number;
  safi: number;
  /** ORF type 64 is the address prefix (RFC 5292); 1 receive, 2 send, 3 both. */
  filters: { orfType: number; sendReceive: number }[];
};

/** RFC 5291 §5: AFI (2), reserved (1), SAFI (1), count of ORFs (1), as many ORF types (1) with send/receive (1). */
export const outboundRouteFilters = {
  decodeEntry(reader: Reader): OutboundRouteFilters {
    const afi = reader.u16();
    reader.skip(1);
    const safi = reader.u8();
    const filters: OutboundRouteFilters['filters'] = [];
    for (let left = reader.u8(); left > 0; left--) filters.push({ orfType: reader.u8(), sendReceive: reader.u8() });
    return { afi, safi, filters };
  },
  encodeEntry(writer: Writer, { afi, safi, filters }: OutboundRouteFilters): void {
    writer.u16(afi).u8(0).u8(safi).u8(filters.length);
    for (const { orfType, sendReceive } of filters) writer.u8(orfType).u8(sendReceive);
  },
};
