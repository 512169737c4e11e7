import { atLeast, equal } from '../check.ts';
import { noFault } from '../fault-proxy.ts';
import { sumOf } from '../figures.ts';
import type { Drill } from '../scene.ts';
import { dumpAll } from '../steps.ts';
import { answersLost, halfFailingStream, internalFailure } from '../stream-faults.ts';

export const putsHalfFailing: Drill = {
  name: 'puts-half-failing',
  fault: 'PutRecords refuses each second record by chance, and of one call in ten the answer is lost',
  mostDelay: () => 20,
  async run(scene) {
    const { stream } = scene.station;
    stream.fault = halfFailingStream(scene.injected);
    await dumpAll(scene, 15);
    stream.fault = noFault;
  },
  explain: (scene) => [
    atLeast('answers lost', scene.injected.of(answersLost), 1),
    equal(
      'publish_retries of these',
      sumOf(scene, 'publish_retries_total', internalFailure),
      scene.injected.of(internalFailure),
    ),
  ],
};
