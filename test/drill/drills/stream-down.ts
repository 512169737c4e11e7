import { setTimeout as sleep } from 'node:timers/promises';
import { atLeast, between } from '../check.ts';
import { noFault } from '../fault-proxy.ts';
import { sumOf } from '../figures.ts';
import type { Drill } from '../scene.ts';
import { dumpAll } from '../steps.ts';
import { failing, internalFailure } from '../stream-faults.ts';

export const streamDown: Drill = {
  name: 'stream-down',
  fault: 'the stream answers with errors, then not at all: connections are refused',
  mostDelay: ({ seconds }) => seconds + 15,
  async run(scene) {
    const { stream } = scene.station;
    stream.fault = failing(scene.injected);
    const dumps = dumpAll(scene, scene.seconds);
    await sleep(scene.seconds * 300);
    await stream.close();
    await sleep(scene.seconds * 700);
    stream.fault = noFault;
    await stream.open();
    await dumps;
  },
  explain: (scene) => {
    const failures = sumOf(scene, 'publish_retries_total', internalFailure);
    const others = sumOf(scene, 'publish_retries_total') - failures;
    return [
      between('publish_retries of errors', failures, 1, scene.injected.of(internalFailure)),
      atLeast('publish_retries of refused connections', sumOf(scene, 'publish_retries_total', 'ECONNREFUSED'), 1),
      between(
        'publish_retries of connections cut off',
        others - sumOf(scene, 'publish_retries_total', 'ECONNREFUSED'),
        0,
        50,
      ),
      atLeast('connections not read from', scene.station.collector.mostPaused, scene.cast.dumping.length),
    ];
  },
};
