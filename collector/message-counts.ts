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

/** Messages of plain routes: how many, and what was in them. */
export interface PlainCount {
  messages: number;
  octets: number;
  routes: number;
}

/** Adds them up, to be counted at the end of the chunk that they came in: one by one that would be a tenth of their cost. */
export class PlainTally {
  #count: PlainCount = { messages: 0, octets: 0, routes: 0 };

  add({ update }: PlainRoutes, length: number): void {
    this.#count.messages++;
    this.#count.octets += length;
    this.#count.routes += update.prefixCount;
  }

  /** What was added since the last time; null where there was nothing. */
  take(): PlainCount | null {
    if (this.#count.messages === 0) return null;
    const taken = this.#count;
    this.#count = { messages: 0, octets: 0, routes: 0 };
    return taken;
  }
}

/** The same as countMessage, of messages that are not decoded. */
export function countPlain({ messages, octets, routes }: PlainCount, metrics: CollectorMetrics): void {
  metrics.messages.add('route-monitoring', messages);
  metrics.messageBytes.add('route-monitoring', octets);
  metrics.routes.add('announced', routes);
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
