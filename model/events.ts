/** Stands where the router does in what no single router can tell. No router id is so. */
export const acrossRouters = '*';

/** A visible change, as it lies in the event feed and leaves as a CloudEvent 1.0. */
export interface PlatformEvent {
  /** Deterministic: the same change, derived again, has the same id. */
  id: string;
  type: EventType;
  routerId: string;
  /** What changed: id of the element, peer, router, announcement, group, chain or finding. */
  subject: string;
  /** Milliseconds since 1970: `receivedAt` of the cause. */
  time: number;
  data: Record<string, unknown>;
}

export const eventTypes = [
  'router.up',
  'router.stale',
  'router.down',
  'peer.up',
  'peer.down',
  'element.state-changed',
  'element.flapping',
  'element.role-changed',
  /** Of the part of an element that one router sees, where others see the rest. */
  'attachment.state-changed',
  'announcement.added',
  'announcement.withdrawn',
  'group.state-changed',
  'chain.state-changed',
  'steering.added',
  'steering.changed',
  'steering.withdrawn',
  'steering.dangling',
  'steering.resolved',
  'finding.raised',
  'finding.cleared',
  'rules.applied',
] as const;

export type EventType = (typeof eventTypes)[number];
