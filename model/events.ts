/** A visible change, as it lies in the event feed and leaves as a CloudEvent 1.0. */
export interface PlatformEvent {
  /** Deterministic: the same change, derived again, has the same id. */
  id: string;
  type: EventType;
  routerId: string;
  /** What changed: id of the element, peer, router or announcement. */
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
  'element.role-changed',
  'announcement.added',
  'announcement.withdrawn',
] as const;

export type EventType = (typeof eventTypes)[number];
