import { readAll } from '#rib/store/documents.ts';
import type { Endpoints } from '../http/endpoint.ts';
import { matches } from '../http/matching.ts';
import { rowsOf } from '../http/paging.ts';
import { canonicalAddress, prefixOrAddressParameter } from '../http/prefix-text.ts';
import { announcementRows, announcementSortKey } from './announcement-rows.ts';

export const announcementEndpoints = {
  async listAnnouncements({ store }, { query, page }) {
    const prefix = query.prefix === undefined ? undefined : prefixOrAddressParameter('prefix', query.prefix).canonical;
    const peerIp = query.peer === undefined ? undefined : canonicalAddress(query.peer);
    const rows = announcementRows(await readAll(store, 'announcement')).filter(
      ({ location, router, peer, peerIp: address, role, serviceIp, state, pipeline }) =>
        matches(query.location, location) &&
        matches(query.router, router) &&
        (matches(query.peer, peer) || peerIp === address) &&
        matches(query.role, role) &&
        matches(prefix, serviceIp) &&
        matches(query.state, state) &&
        matches(query.accepted, pipeline.accepted) &&
        matches(query.selected, pipeline.selected) &&
        matches(query.advertised, pipeline.advertised),
    );
    return rowsOf(rows, announcementSortKey, (row) => row, page);
  },
} satisfies Partial<Endpoints>;
