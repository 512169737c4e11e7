import { setTimeout as sleep } from 'node:timers/promises';
import { initiation } from '#local/lab-messages.ts';
import { referenceLab } from '#local/reference-lab.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { equal } from '../check.ts';
import { Crowd } from '../crowd.ts';
import { sumOf } from '../figures.ts';
import type { Drill } from '../scene.ts';
import { dumpAll, until } from '../steps.ts';

const ofEachKind = 20;
const initiationTimeout = 6;
const stallTimeout = 6;

const greetingOf = (index: number): Uint8Array => {
  const [spec] = referenceLab();
  if (spec === undefined) throw new Error('the lab has a router');
  return encodeBmpMessage(initiation({ ...spec, sysName: `slow${index}` }));
};

/** Version 3, 100 octets, Route Monitoring: never more than its beginning comes. */
const beginning = Uint8Array.of(3, 0, 0, 0, 100, 0);

export const slowPeers: Drill = {
  name: 'slow-peers',
  fault: `${ofEachKind} connections that say nothing, as many that say half an Initiation, or an octet a second of it, and after one half a message, or an octet a second`,
  environment: {
    INITIATION_TIMEOUT_SECONDS: String(initiationTimeout),
    STALL_TIMEOUT_SECONDS: String(stallTimeout),
  },
  mostDelay: () => 6,
  async run(scene) {
    const port = scene.station.collector.bmpPort;
    const crowd = new Crowd();
    const drops = [new Crowd(), new Crowd()] as const;
    await crowd.open(port, ofEachKind);
    await crowd.open(port, ofEachKind, (socket, index) => socket.write(greetingOf(index).subarray(0, 20)));
    await crowd.open(port, ofEachKind, (socket, index) => socket.write(Buffer.concat([greetingOf(index), beginning])));
    await drops[0].open(port, ofEachKind);
    await drops[1].open(port, ofEachKind, (socket, index) => socket.write(greetingOf(ofEachKind + index)));
    const dumps = dumpAll(scene, 10);
    await dripUntilClosed(drops[0], greetingOf(0));
    await dripUntilClosed(drops[1], new Uint8Array([...beginning, ...new Uint8Array(94)]));
    await dumps;
    await until(60, 'all are closed', async () => crowd.closed === 3 * ofEachKind);
  },
  explain: (scene) => [
    equal('closed as no-initiation', sumOf(scene, 'connections_closed_total', '"no-initiation"'), 3 * ofEachKind),
    equal('closed as stalled', sumOf(scene, 'connections_closed_total', '"stalled"'), 2 * ofEachKind),
  ],
};

/** An octet a second, to each. */
async function dripUntilClosed(crowd: Crowd, octets: Uint8Array): Promise<void> {
  for (const octet of octets) {
    if (crowd.closed === crowd.sockets.length) return;
    for (const socket of crowd.sockets) if (!socket.destroyed) socket.write(Uint8Array.of(octet));
    await sleep(1000);
  }
}
