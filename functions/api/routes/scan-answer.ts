import type { OperationId } from '#model/api.ts';
import type { EndpointRequest, RowPage, Sources, WholeList } from '../http/endpoint.ts';
import { type Opened, provenanceOf } from './rib-views.ts';
import { pageOfScan, type Reading, wholeScan } from './scan-page.ts';

/** A page of what a scan finds, or all of it, as it is asked for. */
export async function scanAnswer<Item, Row extends object>(
  reading: Reading<Item, Row>,
  request: EndpointRequest<OperationId>,
  opened: Opened,
  { clock }: Sources,
): Promise<RowPage<Row> | WholeList> {
  if (request.extent === 'whole') return { whole: undamaged(wholeScan(reading), opened) };
  const { rows, next, scanned } = await pageOfScan(reading, request, clock);
  return { rows, next, provenance: { ...provenanceOf(opened), scanned } };
}

/** All rows there are; then, where parts of the RIB could not be read, no end. */
async function* undamaged<Row>(rows: AsyncIterable<Row[]>, opened: Opened): AsyncGenerator<Row[]> {
  yield* rows;
  const { damagedParts } = provenanceOf(opened);
  if (damagedParts > 0) throw new Error(`${damagedParts} parts of the RIB could not be read`);
}
