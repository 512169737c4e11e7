import type { AnnouncementRow, ElementRow } from '#model/api-rows.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { announcementRows, announcementSortKey, elementRow } from './chains.ts';
import type { Endpoints } from './endpoint.ts';
import { locationRows } from './locations.ts';
import { matches } from './matching.ts';
import { keyOfParts, pageOf } from './paging.ts';
import { holds, prefixOrAddressParameter } from './prefix-text.ts';
import { Problem } from './problem.ts';

export const chainEndpoints = {
  async listAnnouncements({ store }, { query, page }) {
    const prefix = query.prefix === undefined ? undefined : prefixOrAddressParameter('prefix', query.prefix).canonical;
    const rows = announcementRows(await readAll(store, 'announcement')).filter(
      (row) =>
        matches(query.location, row.location) &&
        matches(query.router, row.router) &&
        (matches(query.peer, row.peer) || query.peer === row.peerIp) &&
        matches(query.role, row.role) &&
        matches(prefix, row.serviceIp) &&
        matches(query.state, row.state),
    );
    const { items, next } = pageOf(rows, announcementSortKey, page);
    return { rows: items, next };
  },

  async listElements({ store }, { query, page }) {
    const isServed = query.serviceIp === undefined ? () => true : servesIp(query.serviceIp);
    const rows = (await readElements(store)).filter(
      (row) =>
        matches(query.location, row.location) &&
        matches(query.state, row.state) &&
        matches(query.router, row.router) &&
        (query.role === undefined || (row.interfaces[query.role] ?? []).length > 0) &&
        isServed(row),
    );
    const { items, next } = pageOf(rows, ({ router, id }) => keyOfParts(router, id), page);
    return { rows: items, next };
  },

  async getElement({ store }, { parameters }) {
    const row = (await readElements(store)).find(({ id }) => id === parameters.id);
    if (!row) throw new Problem('not-found', `There is no element ${parameters.id}.`);
    return { data: row };
  },

  async listLocations({ store }, { page }) {
    const { items, next } = pageOf(await readLocations(store), ({ code }) => code, page);
    return { rows: items, next };
  },

  async getLocation({ store }, { parameters }) {
    const row = (await readLocations(store)).find(({ code }) => code === parameters.code);
    if (!row) throw new Problem('not-found', `There is no location ${parameters.code}.`);
    return { data: row };
  },
} satisfies Partial<Endpoints>;

async function readElements(store: Store): Promise<ElementRow[]> {
  const [elements, announcements] = await Promise.all([readAll(store, 'element'), readAll(store, 'announcement')]);
  const rows = new Map(announcementRows(announcements).map((row): [string, AnnouncementRow] => [row.id, row]));
  return elements.map((element) => elementRow(element, rows));
}

/** A prefix is looked for as it is, an address in all prefixes. */
function servesIp(text: string): (row: ElementRow) => boolean {
  const asked = prefixOrAddressParameter('serviceIp', text);
  const isHit = text.includes('/')
    ? (serviceIp: string) => serviceIp === asked.canonical
    : (serviceIp: string) => holds(serviceIp, asked);
  return ({ interfaces }) => Object.values(interfaces).some((rows) => rows.some(({ serviceIp }) => isHit(serviceIp)));
}

async function readLocations(store: Store) {
  return locationRows(
    ...(await Promise.all([readAll(store, 'router'), readAll(store, 'element'), readAll(store, 'announcement')])),
  );
}
