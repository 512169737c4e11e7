import { Changing, ChangingAnnouncements, ChangingOfPeers, ChangingPeers } from './changing.ts';
import type { Beginning } from './discovery/earlier-views.ts';
import type { EventType, PlatformEvent } from './events.ts';
import { isFirstPartition, type PartitionKey, routerOf } from './partition.ts';
import type {
  AnnouncementState,
  ElementState,
  FindingState,
  HeadState,
  PeerState,
  RouterState,
  SteeringState,
} from './state.ts';
import type { Token } from './token.ts';

/** All that is known of one router, or a partition of it: its own things and none of another's. Documents in it are never changed in place. */
export interface Knowledge {
  router: RouterState | null;
  peers: ReadonlyMap<string, PeerState>;
  announcements: ReadonlyMap<string, AnnouncementState>;
  elements: ReadonlyMap<string, ElementState>;
  steering: ReadonlyMap<string, SteeringState>;
  findings: ReadonlyMap<string, FindingState>;
  /** The other partitions of the router, as far as they are known. */
  siblings: readonly Sibling[];
}

/** What a partition has to know of another. */
export type Sibling = Pick<HeadState, 'session' | 'receivedAt'>;

export const emptyKnowledge: Knowledge = {
  router: null,
  peers: new Map(),
  announcements: new Map(),
  elements: new Map(),
  steering: new Map(),
  findings: new Map(),
  siblings: [],
};

/** The cause of a change: the stream event that is being applied. */
export interface Cause {
  token: Token;
  at: number;
  /** What changes is what an operator wants, and nothing that happened: it is no flapping. */
  byOperator?: true;
}

/** The knowledge of a router, or a partition of one, while a run of stream events is applied to it. */
export class Draft {
  readonly key: PartitionKey;
  readonly routerId: string;
  readonly peers: ChangingPeers;
  readonly announcements: ChangingAnnouncements;
  readonly elements: Changing<ElementState>;
  readonly steering: ChangingOfPeers<SteeringState>;
  readonly findings: Changing<FindingState>;
  readonly siblings: readonly Sibling[];
  readonly events: PlatformEvent[] = [];
  /** Announcements that began. */
  readonly beginnings: Beginning[] = [];
  /** Why an element last lost an announcement of a role, `elementId role` to reason; for the element derived next. */
  readonly losses = new Map<string, string>();
  /** Elements whose routes are other elements' now. */
  readonly left = new Set<string>();
  #router: RouterState | null;
  #routerChanged = false;
  #lastCause: Cause | null = null;
  #emitted = 0;

  constructor(key: PartitionKey, before: Knowledge) {
    this.key = key;
    this.routerId = routerOf(key);
    this.#router = before.router;
    this.peers = new ChangingPeers(before.peers);
    this.announcements = new ChangingAnnouncements(before.announcements);
    this.elements = new Changing(before.elements);
    this.steering = new ChangingOfPeers(before.steering);
    this.findings = new Changing(before.findings);
    this.siblings = before.siblings;
  }

  get router(): RouterState | null {
    return this.#router;
  }

  get routerChanged(): boolean {
    return this.#routerChanged;
  }

  putRouter(router: RouterState): void {
    this.#router = router;
    this.#routerChanged = true;
  }

  emit(type: EventType, subject: string, cause: Cause, data: Record<string, unknown>): void {
    const nth = this.#nth(cause);
    const id = `${this.key}/${cause.token}/${cause.at}/${nth}`;
    this.events.push({ id, type, routerId: this.routerId, subject, time: cause.at, data });
  }

  /** A change of the router as a whole, which all its partitions hear of and one tells. */
  emitOfRouter(type: EventType, cause: Cause, data: Record<string, unknown>): void {
    if (isFirstPartition(this.key)) this.emit(type, this.routerId, cause, data);
  }

  /** Counts the visible changes of one cause, so that ids do not depend on how the stream was cut into batches. */
  #nth(cause: Cause): number {
    if (this.#lastCause?.token !== cause.token || this.#lastCause.at !== cause.at) {
      this.#lastCause = cause;
      this.#emitted = 0;
    }
    return this.#emitted++;
  }

  /** Documents and events that a commit of this draft would write. */
  get changeCount(): number {
    const collections = [this.peers, this.announcements, this.elements, this.steering, this.findings];
    return (
      collections.reduce((sum, { changeCount }) => sum + changeCount, this.#routerChanged ? 1 : 0) + this.events.length
    );
  }

  knowledge(): Knowledge {
    return {
      router: this.#router,
      peers: this.peers.snapshot(),
      announcements: this.announcements.snapshot(),
      elements: this.elements.snapshot(),
      steering: this.steering.snapshot(),
      findings: this.findings.snapshot(),
      siblings: this.siblings,
    };
  }
}
