import type { Drill } from '../scene.ts';
import { dumpAll } from '../steps.ts';

/** What all others are held against. */
export const none: Drill = {
  name: 'no-fault',
  fault: 'none: what the others are held against',
  mostDelay: () => 15,
  run: (scene) => dumpAll(scene, 10),
  explain: () => [],
};
