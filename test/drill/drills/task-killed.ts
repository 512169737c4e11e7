import { equal } from '../check.ts';
import { replaceInMidDump } from '../replacing.ts';
import type { Drill } from '../scene.ts';

const absence = 'seconds without a collector';

export const taskKilled: Drill = {
  name: 'task-killed',
  fault: 'the collector is killed (SIGKILL) while the dumps are half in, and another one started',
  mostDelay: ({ injected }) => injected.of(absence) + 15,
  run: (scene) =>
    replaceInMidDump(scene, async ({ station, injected }) => {
      const began = performance.now();
      await station.collector.end('SIGKILL');
      await station.startCollector();
      injected.add(absence, Math.ceil((performance.now() - began) / 1000));
    }),
  explain: ({ cast }) => [
    equal(
      'routers that had to connect twice',
      cast.all.filter(({ connections }) => connections >= 2).length,
      cast.all.length,
    ),
  ],
};
