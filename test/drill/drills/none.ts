import type { Drill } from '../scene.ts';
import { dumpAll } from '../steps.ts';

/** What all others are held against. */
export const none: Drill = {
  name: 'no-fault',
  fault: 'none: what the others are held against',
  mostToStream: () => 4,
  run: (scene) => dumpAll(scene, 10),
  explain: () => [],
};
