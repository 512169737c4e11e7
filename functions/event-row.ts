import type { EventRow } from '#model/api-rows.ts';
import { acrossRouters, type PlatformEvent } from '#model/events.ts';

/** An event as everybody outside sees it: a CloudEvent 1.0. */
export function eventRow(event: PlatformEvent): EventRow {
  return {
    specversion: '1.0',
    id: event.id,
    source: event.routerId === acrossRouters ? '/v1' : `/v1/routers/${encodeURIComponent(event.routerId)}`,
    type: event.type,
    subject: event.subject,
    time: new Date(event.time).toISOString(),
    datacontenttype: 'application/json',
    data: event.data,
  };
}
