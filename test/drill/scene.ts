import type { Cast } from './cast.ts';
import type { Check } from './check.ts';
import type { Injected } from './injected.ts';
import type { QuietProbe } from './quiet-probe.ts';
import type { DrillStation } from './station.ts';

/** What a drill has before it. */
export interface Scene {
  station: DrillStation;
  cast: Cast;
  probe: QuietProbe;
  injected: Injected;
  /** How long what is down stays down. */
  seconds: number;
}

/** One fault. */
export interface Drill {
  name: string;
  /** What it does, in a line. */
  fault: string;
  /** Variables of the collector. */
  environment?: Record<string, string>;
  /** Connections that may have a queue, beside those of the cast. */
  furtherTalkers?: number;
  /** By how many seconds 99 of 100 changes of quiet routers may come later to the stream than without a fault. Beside a dump that is to be 2. */
  mostDelay: (scene: Scene) => number;
  /** From the connected lab to the end of the fault; the dumping routers have not connected yet. */
  run: (scene: Scene) => Promise<void>;
  /** What the counters have to say of it. */
  explain: (scene: Scene) => Check[];
}
