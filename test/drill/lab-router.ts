import { announcement, endOfRib, initiation, peerDown, peerUp } from '#local/lab-messages.ts';
import type { RouterSpec, SessionSpec, Side } from '#local/reference-lab.ts';
import { DrillRouter } from './drill-router.ts';
import { type Part, partOf } from './part.ts';

const views = ['adj-rib-in-pre', 'adj-rib-in-post'] as const;

/** A PE of the reference lab. */
export class LabRouter {
  readonly router: DrillRouter;
  readonly #spec: RouterSpec;
  #sessions: SessionSpec[];

  constructor(spec: RouterSpec, port: () => number) {
    this.#spec = spec;
    this.#sessions = spec.sessions;
    this.router = new DrillRouter({ name: spec.sysName, dump: () => this.#dump(), port });
  }

  /** The BGP session with one side of an element ends. */
  lose(element: string, side: Side): void {
    const lost = this.#sessions.find((session) => session.element === element && session.side === side);
    if (lost === undefined) throw new Error(`${this.#spec.sysName} has no session with ${element}, ${side}`);
    this.#sessions = this.#sessions.filter((session) => session !== lost);
    this.router.say(partOf(peerDown(lost, 3, Date.now())));
  }

  *#dump(): Iterable<Part> {
    const now = Date.now();
    yield partOf(initiation(this.#spec));
    for (const session of this.#sessions) yield partOf(peerUp(this.#spec, session, now));
    for (const session of this.#sessions) {
      for (const view of views) {
        for (const route of session.routes) yield partOf(announcement(this.#spec, session, view, route, now));
      }
      for (const view of views) yield partOf(endOfRib(session, view, now));
    }
  }
}
