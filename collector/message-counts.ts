import { type RouteSet, routeCount } from '#protocol/bgp/update.ts';
import type { DecodedMessage } from '#protocol/bmp/decoder.ts';
import type { PlainRoutes } from '#protocol/bmp/plain-routes.ts';
import type { CollectorMetrics } from './metrics.ts';

export interface RouteCount {
  announced: number;
  withdrawn: number;
}

const none: RouteCount = { announced: 0, withdrawn: 0 };

/** Counts a message by type, and its octets, routes and faults. */
export function countMessage(decoded: DecodedMessage, metrics: CollectorMetrics): RouteCount {
  const type = decoded.message?.type ?? 'undecodable';
  metrics.messages.add(type, 1);
  metrics.messageBytes.add(type, decoded.length);
  if (decoded.message === null) {
    metrics.decodeErrors.inc({ reason: metrics.decodeReasons.of(decoded.reason) });
    return none;
  }
  for (const { outcome } of decoded.issues) metrics.decodeIssues.add(outcome, 1);
  return decoded.message.type === 'route-monitoring' ? countRoutes(decoded.message.updates, metrics) : none;
}

/** The same of a message that is not decoded. */
export function countPlainRoutes({ update }: PlainRoutes, length: number, metrics: CollectorMetrics): void {
  metrics.messages.add('route-monitoring', 1);
  metrics.messageBytes.add('route-monitoring', length);
  metrics.routes.add('announced', update.prefixCount);
}

interface Routes {
  announced: readonly RouteSet[];
  withdrawn: readonly RouteSet[];
}

function countRoutes(updates: readonly Routes[], metrics: CollectorMetrics): RouteCount {
  const count = { announced: 0, withdrawn: 0 };
  for (const { announced, withdrawn } of updates) {
    for (const set of announced) count.announced += routeCount(set);
    for (const set of withdrawn) count.withdrawn += routeCount(set);
  }
  if (count.announced > 0) metrics.routes.add('announced', count.announced);
  if (count.withdrawn > 0) metrics.routes.add('withdrawn', count.withdrawn);
  return count;
}
