import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { Framer } from '#protocol/bmp/framer.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { replayToCollector } from './collector-process.ts';
import { type Corpus, corpusOf } from './corpus.ts';
import { runFunctions } from './function-process.ts';
import { heading, say, thousands } from './report.ts';
import { sayFunctions } from './rib-scale.ts';
import { firstTimeIn, RouterStream } from './router-stream.ts';
import { WholeStation } from './whole-station.ts';

const routerId = 'bench';
const pollMilliseconds = 100;

/** A full table from a router's socket until all of it is queryable and in a base; then collector and compaction by themselves. */
export async function benchRibStation(): Promise<void> {
  const fullTable = corpusOf('full-table-2015', { routes: 577_737, prefixesPerUpdate: 6.5, seconds: 20 });
  const octets = new Uint8Array(readFileSync(fullTable.file));
  await benchWholeStation(fullTable, routesLeftBy(octets));
  heading(`rib-station: ${fullTable.name} into a collector alone, its stream forgets`);
  const uses = await replayToCollector(fullTable.file);
  say('highest resident memory', `${Math.max(...uses.map(({ memory }) => memory)).toFixed(0)} MiB`, '150');
  heading(`rib-station: ${fullTable.name} through ingest and compaction as processes of their own`);
  const stream = new RouterStream({ routerId, session: 1, beganAt: firstTimeIn(octets) });
  sayFunctions(await runFunctions(routerId, 'ipv4-unicast', stream.say([octets])));
  rmSync(fullTable.file);
}

async function benchWholeStation({ name, origin, file }: Corpus, routes: number): Promise<void> {
  heading(`rib-station: ${name} (${origin}) over TCP into \`npm start -- --no-demo\`, stream and table in its process`);
  const station = await WholeStation.start();
  try {
    const before = station.cpuSeconds;
    const began = performance.now();
    const elapsed = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
    const socket = await station.replay(file);
    const { value: base } = await station.compactions().next();
    if (base === undefined) throw new Error('there was no compaction');
    say('until a base had been made', `${elapsed()}, of which compaction ${(base.milliseconds / 1000).toFixed(1)} s`);
    while ((await station.routes()) !== routes) await delay(pollMilliseconds);
    say(`until the API counted all ${thousands(routes)} routes as well`, elapsed(), '20 s');
    say('of these in the base; others came behind End-of-RIB', `${thousands(base.rows)} in ${base.blocks} blocks`);
    say('CPU, user and system', `${(station.cpuSeconds - before).toFixed(1)} s`);
    say('highest resident memory', `${station.memory.toFixed(0)} MiB`);
    socket.destroy();
  } finally {
    await station.stop();
  }
}

/** How many a router has announced and not withdrawn. */
function routesLeftBy(octets: Uint8Array): number {
  const framer = new Framer();
  const decoder = new BmpDecoder();
  const left = new Set<string>();
  framer.push(octets);
  for (let frame = framer.next(); frame !== null; frame = framer.next()) {
    const { message } = decoder.decode(frame);
    if (message?.type !== 'route-monitoring') continue;
    for (const { announced, withdrawn } of message.updates) {
      for (const set of withdrawn) for (const route of set.routes) left.delete(nameOf(route));
      for (const set of announced) for (const route of set.routes) left.add(nameOf(route));
    }
  }
  return left.size;
}

const nameOf = ({ address, prefixLength }: { address: Uint8Array; prefixLength: number }): string =>
  `${hexOf(address)}/${prefixLength}`;
