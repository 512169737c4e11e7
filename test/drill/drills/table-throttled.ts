import { atLeast } from '../check.ts';
import { noFault } from '../fault-proxy.ts';
import { sumOf } from '../figures.ts';
import type { Drill } from '../scene.ts';
import { dumpAll } from '../steps.ts';
import { throughputExceeded } from '../stream-faults.ts';
import { throttledTable } from '../table-faults.ts';

export const tableThrottled: Drill = {
  name: 'table-throttled',
  fault: 'the table takes 25 requests a second, from collector and functions together',
  mostDelay: () => 6,
  async run(scene) {
    const { table } = scene.station;
    table.fault = throttledTable(25, scene.injected);
    await dumpAll(scene, 25);
    table.fault = noFault;
  },
  explain: (scene) => [
    atLeast('requests refused', scene.injected.of(throughputExceeded), 10),
    atLeast(
      'of collector and ingest, tried again',
      sumOf(scene, 'claim_retries_total') + (scene.station.counts.failedRecords ?? 0),
      1,
    ),
  ],
};
