import type { ListenAddress } from './options.ts';
import { type RouterSpec, referenceLab } from './reference-lab.ts';
import { SimulatedRouter, type SimulationTimings } from './simulated-router.ts';

export const demoTimings: SimulationTimings = { statisticsSeconds: 15, reconnect: { first: 250, longest: 10_000 } };

/** Routers that speak real BMP over TCP to one station. */
export class Simulator {
  readonly #routers: ReadonlyMap<string, SimulatedRouter>;

  constructor(station: ListenAddress, lab: readonly RouterSpec[] = referenceLab(), timings = demoTimings) {
    this.#routers = new Map(lab.map((spec) => [spec.sysName, new SimulatedRouter(spec, station, timings)]));
  }

  start(): void {
    for (const router of this.#routers.values()) router.start();
  }

  stop(): void {
    for (const router of this.#routers.values()) router.stop();
  }

  /** Throws for a name that the lab does not have. */
  router(sysName: string): SimulatedRouter {
    const found = this.#routers.get(sysName);
    if (found === undefined) throw new Error(`the lab has no router ${sysName}`);
    return found;
  }
}
