import { readFileSync, rmSync } from 'node:fs';
import { type CompactionPolicy, defaultPolicy } from '#functions/compact/due.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import type { Usage } from '#rib/store/usage.ts';
import { atRest } from './at-rest.ts';
import { type Corpus, corpusOf } from './corpus.ts';
import { ItemPerRoute } from './item-per-route.ts';
import { Pipeline } from './pipeline.ts';
import { digits, heading, kindsOf, megabytes, say, thousands, writeUnitsOf } from './report.ts';
import { firstTimeIn, RouterStream } from './router-stream.ts';

const routerId = 'bench';
const family = 'ipv4-unicast';
const minute = 60_000;
/** Another way to compact: a log of twice the share, and not below half a megabyte. */
const patient: CompactionPolicy = { ...defaultPolicy, leastLog: 512 * 1024, shareOfBase: 0.4 };

/** What the RIB costs to write, in units of the table's bill: a dump, the same again, and changes at their own pace. */
export async function benchRibWrite(): Promise<void> {
  const fullTable = corpusOf('full-table-2015', { routes: 577_737, prefixesPerUpdate: 6.5, seconds: 20 });
  const churn = corpusOf('churn-2016', { routes: 41_212, prefixesPerUpdate: 2, seconds: 300 });
  await benchDump(fullTable);
  heading(`rib-write: ${churn.name} (${churn.origin}) at its own pace, a batch every 5 s`);
  await benchChurn('into an empty table', churn, null, defaultPolicy);
  await benchChurn('into an empty table, patient compaction', churn, null, patient);
  await benchChurn(`over ${fullTable.name}`, churn, fullTable, defaultPolicy);
  for (const { file } of [fullTable, churn]) rmSync(file);
}

async function benchDump(corpus: Corpus): Promise<void> {
  heading(`rib-write: ${corpus.name} (${corpus.origin}) as a dump, by the default policy`);
  const octets = new Uint8Array(readFileSync(corpus.file));
  const store = new InMemoryStore();
  const pipeline = new Pipeline(store);
  const perRoute = new ItemPerRoute();
  const first = new RouterStream({ routerId, session: 1, beganAt: firstTimeIn(octets) });
  for (const batch of first.say([octets])) {
    perRoute.take(routerId, batch);
    await pipeline.take(routerId, batch);
  }
  const dump = Use.taken(pipeline);
  dump.say('WRU a route of a dump', perRoute.changes, '0.02');
  sayPerRoute(perRoute, dump);
  await sayAtRest(store, perRoute);
  await pipeline.takeAll(routerId, first.lose());
  const shift = first.now - firstTimeIn(octets) + minute;
  const again = new RouterStream({ routerId, session: 2, beganAt: first.now + minute });
  await pipeline.takeAll(routerId, again.say([octets], { shift }));
  const repeated = Use.taken(pipeline);
  repeated.say('WRU a route of the same dump after a reconnect', perRoute.changes);
  say('of the first dump', `${digits((repeated.writeUnits / dump.writeUnits) * 100)} %`);
}

async function benchChurn(
  where: string,
  churn: Corpus,
  standing: Corpus | null,
  policy: CompactionPolicy,
): Promise<void> {
  const octets = new Uint8Array(readFileSync(churn.file));
  const beganAt = firstTimeIn(octets);
  const pipeline = new Pipeline(new InMemoryStore(), policy);
  const perRoute = new ItemPerRoute();
  const stream = new RouterStream({ routerId, session: 1, beganAt: standing ? beganAt - minute : beganAt });
  if (standing) await takeStanding(pipeline, stream, standing, beganAt);
  const before = stream.updates;
  for (const batch of stream.say([octets], { dumped: true })) {
    perRoute.take(routerId, batch);
    await pipeline.take(routerId, batch);
  }
  const use = Use.taken(pipeline);
  use.say(`WRU a changed route, ${where}`, perRoute.changes, '0.15');
  await pipeline.compactRest();
  const whole = use.writeUnits + Use.taken(pipeline).writeUnits;
  say('with all of the log merged at the end of the five minutes', digits(whole / perRoute.changes));
  const perMessage = [use.writeUnits, whole].map((units) => digits(units / (stream.updates - before)));
  say('the same two, a message', perMessage.join(', '));
  sayPerRoute(perRoute, use);
}

/** Its dump is in the base when the other begins. */
async function takeStanding(pipeline: Pipeline, stream: RouterStream, { file }: Corpus, until: number): Promise<void> {
  const octets = new Uint8Array(readFileSync(file));
  await pipeline.takeAll(routerId, stream.say([octets], { shift: until - minute - firstTimeIn(octets) }));
  await pipeline.compactRest();
  Use.taken(pipeline);
}

/** Of the table, since it was last taken. */
class Use {
  readonly writeUnits: number;
  readonly #ingest: readonly Usage[];
  readonly #compact: readonly Usage[];
  readonly #compactions: number;

  private constructor(ingest: readonly Usage[], compact: readonly Usage[], compactions: number) {
    this.#ingest = ingest;
    this.#compact = compact;
    this.#compactions = compactions;
    this.writeUnits = writeUnitsOf(ingest) + writeUnitsOf(compact);
  }

  static taken(pipeline: Pipeline): Use {
    const compactions = pipeline.takeCompactions();
    return new Use(pipeline.ingestStore.takeUsage(), pipeline.compactStore.takeUsage(), compactions);
  }

  say(what: string, count: number, target?: string): void {
    say(what, digits(this.writeUnits / count), target);
    say('  ingest', kindsOf(this.#ingest, count));
    say(`  compaction, ${this.#compactions} times`, kindsOf(this.#compact, count));
  }
}

function sayPerRoute({ writeUnits, changes }: ItemPerRoute, ours: Use): void {
  const more = `${digits(writeUnits / ours.writeUnits)} times as much`;
  say('an item a route instead', `${digits(writeUnits / changes)} WRU, ${more}`);
}

async function sayAtRest(store: InMemoryStore, perRoute: ItemPerRoute): Promise<void> {
  const { routes, blocks, base, log } = await atRest(store, routerId, family);
  say(`octets a route at rest: ${thousands(routes)} routes in ${blocks} blocks`, digits(base / routes), '7');
  say('log that lies beside it until it expires after 14 days', megabytes(log));
  say('an item a route instead, octets a route', digits(perRoute.octetsAtRest / perRoute.routes));
}
