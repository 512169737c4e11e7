import { readLog, readRun } from '#rib/log/log-commit.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import { readHead } from '#rib/rows/head.ts';
import type { Store } from '#rib/store/store.ts';
import { ToldApi } from '../functions/api/told-api.ts';
import { Random } from '../fuzz/random.ts';
import { checkDocuments, checkNow, checkThen, checkTruth, type Moment } from './check.ts';
import { checkApi } from './check-api.ts';
import { Scheduler } from './scheduler.ts';
import { SimulatedRouter } from './simulated-router.ts';
import { Killed } from './simulated-table.ts';
import { SimulatedStation } from './station.ts';
import { ToldTimes } from './times.ts';
import { families } from './universe.ts';

/**
 * One random history: a router lives, its records go through ingest in batches cut at random, compactions run in between and
 * beside, processes die and old ones wake up; after each step the RIB has to be what had been told. Throws Mismatch.
 */
export async function playHistory(seed: number): Promise<void> {
  const random = new Random(seed);
  const station = new SimulatedStation(random);
  const router = new SimulatedRouter(random);
  const play = new Play(random, station, router);
  for (let rounds = 4 + random.below(10); rounds > 0; rounds -= 1) {
    for (let acts = 1 + random.below(8); acts > 0; acts -= 1) router.live();
    station.put(router.take());
    await play.round();
  }
  router.settle();
  station.put(router.take());
  while (!station.drained) await play.round();
  await play.end();
}

/** The API takes several times as long as what it reads from. */
const roundsPerApiCheck = 6;

/** A process that stands in the middle of what it does. */
interface Frozen {
  scheduler: Scheduler;
  task: Promise<void>;
}

class Play {
  readonly #random: Random;
  readonly #station: SimulatedStation;
  readonly #router: SimulatedRouter;
  /** Lives long, and keeps what it has read. */
  readonly #reader: RibReader;
  /** Of the API, that keeps what it has read as well. */
  readonly #api: ToldApi;
  #rounds = 0;
  #moments: Moment[] = [];
  readonly #times = new Map(families.map(({ name }) => [name, new ToldTimes(name)]));
  /** A compaction that stands still while time passes. */
  #frozen: Frozen | null = null;
  /** An ingest that stands still while another does its work. */
  #late: Frozen | null = null;

  constructor(random: Random, station: SimulatedStation, router: SimulatedRouter) {
    this.#random = random;
    this.#station = station;
    this.#router = router;
    this.#reader = this.#newReader();
    this.#api = new ToldApi(station.table.store, () => station.now);
  }

  async round(): Promise<void> {
    const random = this.#random;
    const station = this.#station;
    station.now += random.below(1_000_000);
    if (random.oneIn(3)) this.#late ??= await this.#freeze((store) => station.deliverLate(store), 40);
    const tasks: Promise<unknown>[] = [station.deliver(1 + random.below(6))];
    if (random.oneIn(2)) tasks.push(station.compact(station.process()));
    if (random.oneIn(4)) tasks.push(station.compact(station.process()));
    if (random.oneIn(2)) tasks.push(checkNow(this.#newReader(), this.#router, random, new Map()));
    if (random.oneIn(4)) tasks.push(checkNow(this.#reader, this.#router, random, new Map()));
    await station.scheduler.run(tasks.map(unlessKilled));
    if (random.oneIn(2)) await this.#thawLate();
    await this.#check();
    this.#rounds += 1;
    if (this.#rounds % roundsPerApiCheck === 0) await this.#checkApi();
    if (random.oneIn(12)) this.#frozen ??= await this.#freeze((store) => station.compact(store), 20);
    if (random.oneIn(this.#frozen ? 8 : 60)) await this.#passDays();
  }

  async end(): Promise<void> {
    await this.#thawLate();
    await this.#thaw();
    await this.#check();
    await this.#station.compactAll();
    await this.#checkReader(this.#newReader());
    await this.#checkApi();
    await this.#station.scheduler.run([checkTruth(this.#newReader(), this.#router)]);
  }

  async #check(): Promise<void> {
    const { scheduler } = this.#station;
    await checkDocuments(this.#station.table.store, this.#router.id);
    await this.#checkReader(this.#random.oneIn(2) ? this.#reader : this.#newReader());
    await scheduler.run([this.#noteMoment()]);
    if (this.#moments.length === 0 || !this.#random.oneIn(3)) return;
    await scheduler.run([checkThen(this.#newReader(), this.#router, this.#random.pick(this.#moments))]);
  }

  async #checkReader(reader: RibReader): Promise<void> {
    await this.#followTimes();
    await this.#station.scheduler.run([checkNow(reader, this.#router, this.#random, this.#times)]);
  }

  async #checkApi(): Promise<void> {
    const { store } = this.#station.table;
    const reader = new RibReader({ store, now: () => this.#station.now });
    await checkApi(this.#api, reader, this.#router.id, this.#random);
  }

  /** Up to the commit that readers see. */
  async #followTimes(): Promise<void> {
    const { store } = this.#station.table;
    const head = await readHead(store, this.#router.id);
    for (const [family, times] of this.#times) {
      const log = readLog(store, this.#router.id, family, '');
      const { commits } = await readRun(log, head?.version ?? 0, Number.POSITIVE_INFINITY);
      times.take(commits, this.#router);
    }
  }

  async #noteMoment(): Promise<void> {
    const head = await this.#newReader().head(this.#router.id);
    if (!head) return;
    const { receivedAt: time, applied } = head;
    const last = this.#moments.at(-1);
    if (last && time > last.time) last.next = applied;
    if (last === undefined || time > last.time) this.#moments.push({ time, applied, next: null });
  }

  /** Lets a process begin, and leaves it standing after some turns. */
  async #freeze(work: (store: Store) => Promise<unknown>, mostTurns: number): Promise<Frozen> {
    const scheduler = new Scheduler(this.#random);
    const task = unlessKilled(work(this.#station.process(scheduler)));
    await scheduler.give(this.#random.below(mostTurns));
    return { scheduler, task };
  }

  async #thaw(): Promise<void> {
    if (this.#frozen) await this.#frozen.scheduler.run([this.#frozen.task]);
    this.#frozen = null;
  }

  async #thawLate(): Promise<void> {
    if (this.#late) await this.#late.scheduler.run([this.#late.task]);
    this.#late = null;
  }

  async #passDays(): Promise<void> {
    this.#moments = [];
    await this.#thawLate();
    await this.#station.deliverAll();
    await this.#followTimes();
    await this.#station.passDays();
    await this.#check();
    await this.#thaw();
    await this.#check();
  }

  #newReader(): RibReader {
    return new RibReader({ store: this.#station.immortal(), now: () => this.#station.now });
  }
}

async function unlessKilled(task: Promise<unknown>): Promise<void> {
  try {
    await task;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}
