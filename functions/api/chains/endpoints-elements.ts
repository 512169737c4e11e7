import type { ElementRow } from '#model/api-rows.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import type { Endpoints } from '../http/endpoint.ts';
import { matches } from '../http/matching.ts';
import { keyOfParts, rowsOf } from '../http/paging.ts';
import { holds, prefixOrAddressParameter } from '../http/prefix-text.ts';
import { historyPage } from './element-history.ts';
import { noElement, readPremises } from './element-premises.ts';
import { elementRows } from './element-rows.ts';
import { evidenceOf } from './evidence.ts';
import { type KnownElements, readElements } from './known-elements.ts';
import { targetRows } from './redirect-targets.ts';

export const elementEndpoints = {
  async listElements({ store }, { query, page }) {
    const isServed = query.serviceIp === undefined ? () => true : servesIp(query.serviceIp);
    const isLive = query.role === undefined ? () => true : isLiveIn(query.role);
    const rows = (await readRows(store)).rows.filter(
      (row) =>
        matches(query.location, row.location) &&
        matches(query.state, row.state) &&
        (query.router === undefined || row.routers.includes(query.router)) &&
        isLive(row) &&
        isServed(row),
    );
    return rowsOf(
      rows,
      ({ router, id }) => keyOfParts(router, id),
      (row) => row,
      page,
    );
  },

  async getElement({ store }, { parameters: { id } }) {
    const { known, rows } = await readRows(store);
    const row = rows.find((each) => each.id === id);
    if (!row) throw noElement(id, known);
    return { data: row };
  },

  async listElementEvents({ store }, { parameters, query, page }) {
    return historyPage(store, await readPremises(store, parameters.id), query, page);
  },

  async getElementEvidence({ store }, { parameters }) {
    const premises = await readPremises(store, parameters.id);
    return { data: evidenceOf(premises, await readAll(store, 'finding')) };
  },

  async listRedirectTargets({ store }, { query }) {
    const { whole } = await readElements(store);
    return { rows: targetRows(whole, query, query.n), next: null };
  },
} satisfies Partial<Endpoints>;

async function readRows(store: Store): Promise<{ known: KnownElements; rows: ElementRow[] }> {
  const [known, announcements] = await Promise.all([readElements(store), readAll(store, 'announcement')]);
  return { known, rows: elementRows(known, announcements) };
}

/** A prefix is looked for as it is, an address in all prefixes. */
function servesIp(text: string): (row: ElementRow) => boolean {
  const asked = prefixOrAddressParameter('serviceIp', text);
  const isHit = text.includes('/')
    ? (serviceIp: string) => serviceIp === asked.canonical
    : (serviceIp: string) => holds(serviceIp, asked);
  return ({ interfaces }) => Object.values(interfaces).some((rows) => rows.some(({ serviceIp }) => isHit(serviceIp)));
}

const isLiveIn =
  (role: string) =>
  ({ interfaces }: ElementRow): boolean =>
    interfaces[role]?.some(({ state }) => state === 'announced' || state === 'stale') ?? false;
