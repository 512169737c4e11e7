import { initiation } from '#local/lab-messages.ts';
import { referenceLab } from '#local/reference-lab.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { equal } from '../check.ts';
import { Crowd } from '../crowd.ts';
import { sumOf } from '../figures.ts';
import type { Drill } from '../scene.ts';
import { mostConnections } from '../settings.ts';
import { dumpAll, until } from '../steps.ts';

const beyond = 200;
/** One in so many says who it is, and then nothing. */
const oneKnownIn = 50;

export const connections: Drill = {
  name: 'connections',
  fault: `${mostConnections} connections, one in ${oneKnownIn} of them a router with nothing to say, and ${beyond} beyond the maximum`,
  environment: { INITIATION_TIMEOUT_SECONDS: '600' },
  mostDelay: () => 6,
  async run(scene) {
    const { cast, station } = scene;
    const [idle, refused] = [new Crowd(), new Crowd()];
    const [spec] = referenceLab();
    await idle.open(station.collector.bmpPort, mostConnections - cast.all.length, (socket, index) => {
      if (spec === undefined || index % oneKnownIn !== 0) return;
      socket.write(encodeBmpMessage(initiation({ ...spec, sysName: `idle${index}` })));
    });
    await dumpAll(scene, 10);
    await refused.open(station.collector.bmpPort, beyond);
    await until(30, 'those beyond the maximum are refused', async () => refused.closed === beyond);
    await until(60, 'all are counted', async () => (await station.collector.look()).sum(gauge) === mostConnections);
  },
  explain: (scene) => [
    equal('connections at the most', scene.station.collector.mostConnections, mostConnections),
    equal('rejected as max-connections', sumOf(scene, 'connections_rejected_total', '"max-connections"'), beyond),
  ],
};

const gauge = 'bmpaas_collector_connections';
