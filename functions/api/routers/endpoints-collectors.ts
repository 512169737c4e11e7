import type { CollectorRow } from '#model/api-rows.ts';
import { isBeating } from '#model/liveness.ts';
import type { CollectorState } from '#model/state.ts';
import { readAll } from '#rib/store/documents.ts';
import { timeText } from '../http/clock.ts';
import type { Endpoints } from '../http/endpoint.ts';
import { pageOf } from '../http/paging.ts';

export const collectorEndpoints = {
  async listCollectors({ store, clock }, { page }) {
    const collectors = await readAll(store, 'collector');
    const { items, next } = pageOf(collectors, ({ collectorId }) => collectorId, page);
    return { rows: items.map((collector) => collectorRow(collector, clock.now())), next };
  },
} satisfies Partial<Endpoints>;

function collectorRow(collector: CollectorState, now: number): CollectorRow {
  const { collectorId, startedAt, heartbeatAt, address, connections, connectionsMax } = collector;
  return {
    id: collectorId,
    startedAt: timeText(startedAt),
    heartbeatAt: timeText(heartbeatAt),
    address,
    connections,
    connectionsMax,
    state: isBeating(collector, now) ? 'up' : 'down',
  };
}
