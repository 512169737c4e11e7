import { equal } from '../check.ts';
import { logged } from '../figures.ts';
import { replaceInMidDump } from '../replacing.ts';
import type { Drill } from '../scene.ts';

export const taskStopped: Drill = {
  name: 'task-stopped',
  fault:
    'the collector is stopped (SIGTERM) while the dumps are half in; another one runs already, and the connections are closed over five seconds',
  environment: { DRAIN_SECONDS: '5' },
  mostDelay: () => 20,
  run: (scene) =>
    replaceInMidDump(scene, async ({ station, injected }) => {
      const old = station.collector;
      await station.startCollector();
      injected.add('exit code', (await old.end('SIGTERM')) ?? 1);
    }),
  explain: (scene) => [
    equal('exit code', scene.injected.of('exit code'), 0),
    equal('closed as stopping', logged(scene, 'collector stopping'), scene.cast.all.length),
  ],
};
