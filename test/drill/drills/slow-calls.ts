import { atLeast, equal } from '../check.ts';
import { noFault } from '../fault-proxy.ts';
import { sumOf } from '../figures.ts';
import type { Drill } from '../scene.ts';
import { dumpAll } from '../steps.ts';
import { slow } from '../stream-faults.ts';

/** Of a request, of a connection. */
const timeouts = ['ETIMEDOUT', 'TimeoutError'];

export const slowCalls: Drill = {
  name: 'slow-calls',
  fault: 'every call of stream and table takes a second longer',
  mostDelay: () => 12,
  async run(scene) {
    const { stream, table } = scene.station;
    stream.fault = table.fault = slow(1000, scene.injected);
    await dumpAll(scene, 20);
    stream.fault = table.fault = noFault;
  },
  explain: (scene) => [
    atLeast('calls delayed', scene.injected.of('calls delayed'), 50),
    // Slow is not failed: but for what a busy machine makes slower still, nothing is to be sent twice.
    equal(
      'publish_retries of other than timeouts',
      timeouts.reduce(
        (left, error) => left - sumOf(scene, 'publish_retries_total', `"${error}"`),
        sumOf(scene, 'publish_retries_total'),
      ),
      0,
    ),
  ],
};
