import type { SteeringRow } from '#model/api-chain-rows.ts';
import { ownWords } from '#model/steering/own-words.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Endpoints } from '../http/endpoint.ts';
import { matches } from '../http/matching.ts';
import { rowsOf } from '../http/paging.ts';
import { canonicalAddress } from '../http/prefix-text.ts';
import { readElements } from './known-elements.ts';
import { steeringRows } from './steering-rows.ts';

export const steeringEndpoints = {
  async listSteering({ store }, { query, page }) {
    const [steering, { whole }, routers] = await Promise.all([
      readAll(store, 'steering'),
      readElements(store),
      readAll(store, 'router'),
    ]);
    const isTarget = query.target === undefined ? () => true : leadsTo(query.target);
    const rows = steeringRows(ownWords(steering), whole, routers).filter(
      (row) => matches(query.state, row.state) && matches(query.router, row.router) && isTarget(row),
    );
    return rowsOf(
      rows,
      ({ id }) => id,
      (row) => row,
      page,
    );
  },
} satisfies Partial<Endpoints>;

function leadsTo(text: string): (row: SteeringRow) => boolean {
  const address = canonicalAddress(text);
  return ({ targets }) => targets.some(({ target, elementId }) => elementId === text || target === address);
}
