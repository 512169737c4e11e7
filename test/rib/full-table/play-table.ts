import { flagsOf, type PeerHeader } from '#protocol/bmp/peer-header.ts';
import { Random } from '../../fuzz/random.ts';
import { generatedIpv6 } from './generated-ipv6.ts';
import { HeardTable } from './heard-table.ts';
import type { NumberedPrefix } from './prefix-oracle.ts';
import { askRandomly, WrongAnswer } from './questions.ts';
import { firstPeerIn, initiation, SpokenPeer, somePeer, somePrefixes } from './spoken-routes.ts';

/** How many questions are asked, and how many of them at the stages that take the most time. */
export interface Plan {
  seed: number;
  questions: number;
  /** Before there is a base: each reads all that was told. */
  ofLog: number;
  /** Of changes between the two compactions. */
  changes: number;
}

export interface Outcome {
  prefixes: number;
  found: number;
  /** Of a route in the first base. */
  octets: number;
}

const stopsOfFirst = 3;
const stopsOfSecond = 6;
/** About. */
const rowsPerBlock = 2048;

/** The session of one peer in BMP, and of another that comes later. @throws WrongAnswer */
export function playIpv4(octets: Uint8Array, plan: Plan): Promise<Outcome> {
  return play(new HeardTable('ipv4-unicast', octets), octets, firstPeerIn(octets), 32, plan);
}

/** @throws WrongAnswer */
export function playIpv6(prefixes: number, plan: Plan): Promise<Outcome> {
  const random = new Random(plan.seed);
  const speaker = new SpokenPeer(somePeer, 128);
  const routes = speaker.announce(generatedIpv6(random, prefixes), random);
  const octets = Buffer.concat([initiation(), speaker.up(), routes, speaker.endOfRib()]);
  return play(new HeardTable('ipv6-unicast', octets), octets, somePeer, 128, plan);
}

async function play(
  table: HeardTable,
  octets: Uint8Array,
  peer: PeerHeader,
  width: 32 | 128,
  { seed, questions, ofLog, changes }: Plan,
): Promise<Outcome> {
  const random = new Random(seed);
  let left = questions;
  let found = 0;
  const ask = async (count: number) => {
    found += await askRandomly(await table.open(), table.oracle, random, count);
    left -= count;
  };
  await table.hear(octets);
  const prefixes = table.oracle.prefixes.length;
  await ask(ofLog - stopsOfFirst * Math.floor(ofLog / 8));
  const { entries, octetsWritten } = await compacted(table, random, stopsOfFirst, () => ask(Math.floor(ofLog / 8)));
  const rows = entries.reduce((sum, entry) => sum + entry.rows, 0);
  if (rows !== prefixes) throw new WrongAnswer(`the base has ${rows} rows of ${prefixes}`);
  await ask(Math.floor(questions / 2));
  await change(
    table,
    [peer, otherThan(peer)].map((each) => new SpokenPeer(each, width)),
    random,
    changes,
  );
  await ask(Math.floor(questions / 10));
  await compacted(table, random, stopsOfSecond, () => ask(Math.floor(questions / 100)));
  await ask(left);
  return { prefixes, found, octets: octetsWritten / rows };
}

const otherThan = (peer: PeerHeader): PeerHeader => {
  const [address, view] = ['192.0.2.77', 'adj-rib-in-post'] as const;
  return { ...peer, address, bgpId: address, view, flags: flagsOf(view, address) };
};

/** Stands still after some blocks, as often as is asked for. */
async function compacted(table: HeardTable, random: Random, stops: number, meanwhile: () => Promise<void>) {
  const mostTurns = Math.floor(table.oracle.prefixes.length / rowsPerBlock / stops);
  let stopped = 0;
  const { outcome, manifest, octetsWritten } = await table.compact(random, { stops, mostTurns }, () => {
    stopped += 1;
    return meanwhile();
  });
  if (outcome !== 'flipped' || stopped !== stops) throw new Error(`${outcome}, after ${stopped} stops`);
  return { entries: manifest.entries, octetsWritten };
}

/** Routes change, go and come, of the peer whose table it is and of one that has none yet. */
async function change(
  table: HeardTable,
  speakers: readonly SpokenPeer[],
  random: Random,
  changes: number,
): Promise<void> {
  const some = (count: number): NumberedPrefix[] => somePrefixes(table.oracle, random, count);
  for (const [index, speaker] of speakers.entries()) {
    if (index > 0) await table.hear(speaker.up());
    await table.hear(speaker.announce(some(changes), random));
    await table.hear(speaker.withdraw(some(changes / 4)));
  }
}
