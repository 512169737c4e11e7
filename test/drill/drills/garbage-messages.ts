import { initiation, peerUp } from '#local/lab-messages.ts';
import { type RouterSpec, referenceLab } from '#local/reference-lab.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { Random } from '../../fuzz/random.ts';
import { equal } from '../check.ts';
import { sumOf } from '../figures.ts';
import { flood } from '../flood.ts';
import type { Drill } from '../scene.ts';
import { dumpAll, until } from '../steps.ts';

const floodOctets = 50_000_000;
const messageOctets = 4096;
const messages = Math.ceil(floodOctets / messageOctets);
const headerOctets = 6;
const peerHeaderOctets = 42;

export const garbageMessages: Drill = {
  name: 'garbage-messages',
  fault: `a router floods 50 MB of well-framed messages that cannot be decoded, ${messageOctets} octets each`,
  furtherTalkers: 1,
  mostDelay: () => 6,
  async run(scene) {
    await Promise.all([dumpAll(scene, 10), flood(scene.station.collector.bmpPort, spoken())]);
    await until(90, 'all are counted', async () => {
      await scene.station.collector.look();
      return sumOf(scene, 'messages_total', 'undecodable') === messages;
    });
  },
  explain: (scene) => [
    equal('messages counted as undecodable', sumOf(scene, 'messages_total', 'undecodable'), messages),
    equal('decode_errors', sumOf(scene, 'decode_errors_total'), messages),
    equal('framing_errors', sumOf(scene, 'framing_errors_total'), 0),
  ],
};

function* spoken(): Generator<Uint8Array> {
  const spec = { ...speaker(), sysName: 'ga01bge' };
  const [session] = spec.sessions;
  if (session === undefined) throw new Error('a router of the lab has sessions');
  yield encodeBmpMessage(initiation(spec));
  const up = encodeBmpMessage(peerUp(spec, session, Date.now()));
  yield up;
  const garbage = garbageOf(up.subarray(headerOctets, headerOctets + peerHeaderOctets));
  for (let count = 0; count < messages; count += 1) yield garbage;
}

/** Route Monitoring of a peer, and behind its header noise where an UPDATE should be. */
function garbageOf(peerHeader: Uint8Array): Uint8Array {
  const message = new Random(2).octets(messageOctets);
  message.set([3, 0, 0, messageOctets >> 8, messageOctets & 0xff, 0]);
  message.set(peerHeader, headerOctets);
  return message;
}

function speaker(): RouterSpec {
  const [spec] = referenceLab();
  if (spec === undefined) throw new Error('the lab has a router');
  return spec;
}
