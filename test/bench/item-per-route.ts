import { zstdDecompressSync } from 'node:zlib';
import { collectRows } from '#functions/ingest/rows.ts';
import type { AttributeSet } from '#model/record.ts';
import { decodeRecord, encodeAttributeSet, isCompressed } from '#model/record-codec.ts';
import { tokenOf, zeroToken } from '#model/token.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import type { SegmentRow } from '#rib/rows/row.ts';
import { itemSize } from '#rib/store/item-size.ts';
import { writeUnits } from '#rib/store/request-units.ts';
import type { Stored } from '#rib/store/store.ts';
import type { Batch } from './router-stream.ts';

const lastOfAll = tokenOf(9_999_999_999, 9_999_999_999_999);

/**
 * What it would take to keep one item a route, without an index: a put for each announcement, a delete for each withdrawal.
 * Attributes are packed as the base has them; each item is priced by its size before or after, whichever is larger.
 */
export class ItemPerRoute {
  writeUnits = 0;
  changes = 0;
  readonly #octets = new Map<string, number>();

  get routes(): number {
    return this.#octets.size;
  }

  get octetsAtRest(): number {
    return [...this.#octets.values()].reduce((sum, octets) => sum + octets, 0);
  }

  take(routerId: string, { records }: Batch): void {
    for (const data of records) {
      const record = decodeRecord(isCompressed(data) ? zstdDecompressSync(data) : data);
      const rows = new Map<string, SegmentRow[]>();
      collectRows(rows, record, zeroToken, lastOfAll);
      const packed = new Map<AttributeSet, Uint8Array>();
      for (const [family, ofFamily] of rows)
        for (const row of ofFamily) this.#change(itemOf(routerId, family, row, packed));
    }
  }

  #change({ key, document }: Stored): void {
    const name = `${key.pk} ${key.sk}`;
    const isGone = document.attributes === null;
    const after = isGone ? 0 : itemSize({ key, document });
    this.changes += 1;
    this.writeUnits += writeUnits(Math.max(this.#octets.get(name) ?? 0, after));
    if (isGone) this.#octets.delete(name);
    else this.#octets.set(name, after);
  }
}

function itemOf(routerId: string, family: string, row: SegmentRow, packed: Map<AttributeSet, Uint8Array>): Stored {
  const { peerId, view, nlri, token, at, attributes } = row;
  const seconds = Math.floor(at / 1000);
  const key = {
    pk: `ROUTE#${routerId}#${family}`,
    sk: `${familyNamed(family)?.format(nlri)}#${nlri.pathId ?? ''}#${peerId}#${view}`,
  };
  if (attributes === null) return { key, document: { attributes } };
  const octets = packed.get(attributes) ?? encodeAttributeSet(attributes);
  packed.set(attributes, octets);
  return { key, document: { token, firstSeen: seconds, lastChanged: seconds, attributes: octets } };
}
