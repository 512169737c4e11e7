import type { Scene } from './scene.ts';
import { dumpAll, until } from './steps.ts';

/** Of the dump of 50,000 routes, less than half. */
const heldAt = 1_000_000;

/** All dumps are held halfway, the collector is replaced, and the dumps begin anew. */
export async function replaceInMidDump(scene: Scene, replace: (scene: Scene) => Promise<void>): Promise<void> {
  const { cast, station } = scene;
  for (const router of cast.dumping) router.holdAt(heldAt);
  const dumps = dumpAll(scene, 10);
  await until(60, 'the dumps are half in', async () => {
    const routes = (await station.collector.look()).sum('bmpaas_collector_routes_total', 'announced');
    return routes > 0 && cast.dumping.every(({ octets }) => octets > heldAt / 2);
  });
  await replace(scene);
  for (const router of cast.dumping) router.release();
  await until(60, 'all have connected again', async () => cast.all.every(({ connections }) => connections > 1));
  await dumps;
}
