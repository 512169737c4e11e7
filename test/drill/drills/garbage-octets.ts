import { Random } from '../../fuzz/random.ts';
import { atLeast, equal } from '../check.ts';
import { sumOf } from '../figures.ts';
import { flood } from '../flood.ts';
import type { Drill, Scene } from '../scene.ts';
import { dumpAll, until } from '../steps.ts';

const floodOctets = 50_000_000;
const chunkOctets = 65_536;

export const garbageOctets: Drill = {
  name: 'garbage-octets',
  fault: 'a peer floods 50 MB of random octets, over as many connections as it takes',
  furtherTalkers: 1,
  mostDelay: () => 6,
  async run(scene) {
    await Promise.all([dumpAll(scene, 10), floodAll(scene)]);
    await until(30, 'all are closed', async () => {
      await scene.station.collector.look();
      return sumOf(scene, 'connections') === scene.cast.all.length;
    });
  },
  explain: (scene) => [
    atLeast('octets sent', scene.injected.of('octets'), floodOctets),
    equal('framing_errors', sumOf(scene, 'framing_errors_total'), scene.injected.of('connections')),
    equal(
      'closed as framing-error',
      sumOf(scene, 'connections_closed_total', '"framing-error"'),
      scene.injected.of('connections'),
    ),
  ],
};

async function floodAll({ station, injected }: Scene): Promise<void> {
  const chunk = new Random(1).octets(chunkOctets);
  // No version of BMP.
  chunk[0] = 0xff;
  while (injected.of('octets') < floodOctets) {
    const chunks = Array<Uint8Array>(Math.ceil((floodOctets - injected.of('octets')) / chunkOctets)).fill(chunk);
    injected.add('octets', await flood(station.collector.bmpPort, chunks));
    injected.add('connections');
  }
}
