import type { LogCommit } from '#rib/log/log-commit.ts';
import type { SimulatedRouter } from './simulated-router.ts';

/** When a route appeared and last changed, in whole seconds; null where that hangs on what silence was taken for. */
export interface RouteTimes {
  firstSeen: number | null;
  lastChanged: number | null;
}

interface Known extends RouteTimes {
  med: number;
}

/** The times of a family's routes, from what had been told at each commit and nothing in between. */
export class ToldTimes {
  readonly #family: string;
  #version = 0;
  #known = new Map<string, Known>();

  constructor(family: string) {
    this.#family = family;
  }

  take(commits: readonly Pick<LogCommit, 'version' | 'applied'>[], router: SimulatedRouter): void {
    for (const { version, applied } of commits) {
      if (version > this.#version) this.#step(applied, router);
      this.#version = Math.max(version, this.#version);
    }
  }

  of(name: string): RouteTimes | undefined {
    return this.#known.get(name);
  }

  #step(applied: LogCommit['applied'], router: SimulatedRouter): void {
    const candidates = router.told.get(applied) ?? [];
    const told = candidates.at(-1);
    const before = this.#known;
    this.#known = new Map();
    for (const [name, { med, at, doubtful }] of told?.routesOf(this.#family) ?? []) {
      const seconds = Math.floor(at / 1000);
      const known = before.get(name) ?? { med, firstSeen: seconds, lastChanged: seconds };
      const lastChanged = known.med === med ? known.lastChanged : seconds;
      const times = doubtful ? { firstSeen: null, lastChanged: null } : { firstSeen: known.firstSeen, lastChanged };
      this.#known.set(name, { med, ...times });
    }
    // What the sweep takes away may have been taken with this commit or will be with the next.
    for (const [name, { med }] of candidates.flatMap((other) => [...other.routesOf(this.#family)])) {
      if (!this.#known.has(name)) this.#known.set(name, { med, firstSeen: null, lastChanged: null });
    }
  }
}
