import { type RouteMonitoring, routeMonitoring } from './00-route-monitoring.ts';
import { type StatisticsReport, statisticsReport } from './01-statistics-report.ts';
import { type PeerDown, peerDown } from './02-peer-down.ts';
import { type PeerUp, peerUp } from './03-peer-up.ts';
import { type Initiation, initiation } from './04-initiation.ts';
import { type Termination, termination } from './05-termination.ts';
import { type RouteMirroring, routeMirroring } from './06-route-mirroring.ts';
import type { MessageDefinition } from './message.ts';

/** A message type that is not in the table. */
export interface UnknownMessage {
  type: 'unknown';
  code: number;
  /** All behind the common header. */
  data: Uint8Array;
}

export type BmpMessage =
  | RouteMonitoring
  | StatisticsReport
  | PeerDown
  | PeerUp
  | Initiation
  | Termination
  | RouteMirroring
  | UnknownMessage;

export type { Initiation, PeerDown, PeerUp, RouteMirroring, RouteMonitoring, StatisticsReport, Termination };

/** The table: one more message type is one file and one line here. Place is the code, RFC 7854 §4.1. */
export const messages = [
  routeMonitoring,
  statisticsReport,
  peerDown,
  peerUp,
  initiation,
  termination,
  routeMirroring,
] as const;

type Definition = MessageDefinition<string, BmpMessage>;

const byCode = new Map<number, Definition>(messages.map((entry) => [entry.code, entry]));
const byType = new Map<string, Definition>(messages.map((entry) => [entry.type, entry]));

export const messageOfCode = (code: number): Definition | undefined => byCode.get(code);
export const messageOfType = (type: string): Definition | undefined => byType.get(type);
