import { atLeast, equal } from '../check.ts';
import { noFault } from '../fault-proxy.ts';
import { sumOf } from '../figures.ts';
import type { Drill, Scene } from '../scene.ts';
import { dumpAll } from '../steps.ts';
import { throughputExceeded } from '../stream-faults.ts';
import { claimsRefused, throttledTable } from '../table-faults.ts';

export const tableThrottled: Drill = {
  name: 'table-throttled',
  fault:
    'the table takes 15 requests a second, from collector and functions together, and refuses each second change of a claim',
  mostDelay: () => 6,
  async run(scene) {
    const { table } = scene.station;
    table.fault = throttledTable(15, scene.injected);
    await dumpAll(scene, 25);
    table.fault = noFault;
  },
  explain: (scene) => [
    atLeast('requests refused', scene.injected.of(throughputExceeded), 10),
    atLeast('claims refused', scene.injected.of(claimsRefused), scene.cast.dumping.length),
    equal('claim_retries of these', claimRetries(scene), scene.injected.of(claimsRefused)),
  ],
};

const claimRetries = (scene: Scene): number =>
  ['open', 'heartbeat', 'close'].reduce((sum, label) => sum + sumOf(scene, 'claim_retries_total', `"${label}"`), 0);
