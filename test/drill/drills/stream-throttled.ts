import { atLeast, equal } from '../check.ts';
import { noFault } from '../fault-proxy.ts';
import { sumOf } from '../figures.ts';
import type { Drill } from '../scene.ts';
import { dumpAll } from '../steps.ts';
import { throttledStream, throughputExceeded } from '../stream-faults.ts';

export const streamThrottled: Drill = {
  name: 'stream-throttled',
  fault: 'each shard takes a tenth of what one takes, 105 kB and 100 records a second',
  mostDelay: () => 20,
  async run(scene) {
    const { stream } = scene.station;
    stream.fault = throttledStream(0.1, scene.injected);
    await dumpAll(scene, 10);
    stream.fault = noFault;
  },
  explain: (scene) => [
    atLeast('records refused', scene.injected.of(throughputExceeded), 10),
    equal(
      'publish_retries of these',
      sumOf(scene, 'publish_retries_total', throughputExceeded),
      scene.injected.of(throughputExceeded),
    ),
  ],
};
