import { setTimeout as sleep } from 'node:timers/promises';
import { Correlator } from '#functions/correlate/correlate.ts';
import { RulesBook } from '#functions/rules-book.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import type { Usage } from '#rib/store/usage.ts';
import { ingestOver, kinesisEvent } from '../functions/ingest/stream.ts';
import { ChainsNetwork, elementsOfRouter, routesOfElement, type StreamPut } from './chains-network.ts';
import { digits, heading, kindsOf, readUnitsOf, say, thousands, writeUnitsOf } from './report.ts';
import { slowStore } from './slow-store.ts';

const routers = 200;
const shards = 4;
const changesPerSecond = 100;
const seconds = 30;
const correlateEvery = 250;

/** What the discovery of service chains takes: from a change on a router to its event in the feed, and what that costs. */
export async function benchChains(): Promise<void> {
  for (const milliseconds of [0, 5]) await benchAt(milliseconds);
}

interface Waiting {
  put: StreamPut;
  since: number;
}

async function benchAt(milliseconds: number): Promise<void> {
  heading(
    `chains: ${routers} routers, ${thousands(routers * elementsOfRouter)} elements, ${thousands(routers * elementsOfRouter * routesOfElement)} tagged routes; each call of the table takes ${milliseconds} ms`,
  );
  const table = new InMemoryStore();
  const forIngest = new MeteredStore(slowStore(table, milliseconds));
  const forCorrelation = new MeteredStore(slowStore(table, milliseconds));
  const network = new ChainsNetwork(routers, Date.now());
  const handlers = Array.from({ length: shards }, () => ingestOver(forIngest).handler);
  const began = performance.now();
  await Promise.all(
    handlers.map(async (handler, shard) => {
      for (let router = shard; router < routers; router += shards) await handler(kinesisEvent(network.dump(router)));
    }),
  );
  say('first dump of all routers', `${digits((performance.now() - began) / 1000)} s`);
  const book = new RulesBook(forCorrelation, Date.now);
  const correlator = new Correlator({
    store: forCorrelation,
    book,
    now: Date.now,
    metrics: { count: () => undefined },
  });
  const loading = performance.now();
  await correlator.run();
  say('correlation: a cold start, all elements read', `${digits(performance.now() - loading)} ms`);
  forIngest.takeUsage();
  forCorrelation.takeUsage();
  await measureChanges(network, handlers, correlator, forIngest, forCorrelation);
}

async function measureChanges(
  network: ChainsNetwork,
  handlers: readonly ReturnType<typeof ingestOver>['handler'][],
  correlator: Correlator,
  forIngest: MeteredStore,
  forCorrelation: MeteredStore,
): Promise<void> {
  const queues = handlers.map((): Waiting[] => []);
  const latencies: number[] = [];
  const correlations: number[] = [];
  let ended = false;
  const feed = async () => {
    const began = performance.now();
    for (let nth = 0; nth < changesPerSecond * seconds; nth += 1) {
      const due = began + (nth * 1000) / changesPerSecond;
      if (due > performance.now()) await sleep(due - performance.now());
      const router = (nth * 7919) % network.size;
      for (const put of network.change(router, (nth * 31) % elementsOfRouter, Date.now())) {
        queues[router % shards]?.push({ put, since: due });
      }
    }
    ended = true;
  };
  const take = async (shard: number) => {
    const queue = queues[shard] ?? [];
    while (!ended || queue.length > 0) {
      const some = queue.splice(0);
      if (some.length === 0) {
        await sleep(1);
        continue;
      }
      await handlers[shard]?.(kinesisEvent(some.map(({ put }) => put)));
      for (const { since } of some) latencies.push(performance.now() - since);
    }
  };
  const follow = async () => {
    while (!ended) {
      const began = performance.now();
      await correlator.run();
      correlations.push(performance.now() - began);
      await sleep(correlateEvery);
    }
    await correlator.run();
  };
  await Promise.all([feed(), follow(), ...handlers.map((_, shard) => take(shard))]);
  report(latencies, correlations, forIngest.takeUsage(), forCorrelation.takeUsage());
}

function report(
  latencies: readonly number[],
  correlations: readonly number[],
  ingest: readonly Usage[],
  correlation: readonly Usage[],
): void {
  const changes = changesPerSecond * seconds;
  say(
    `${changesPerSecond} changes/s for ${seconds} s: record to event in the feed, p50`,
    `${digits(quantile(latencies, 0.5))} ms`,
  );
  say('p99', `${digits(quantile(latencies, 0.99))} ms`);
  say('ingest, WRU a change', `${digits(writeUnitsOf(ingest) / changes)}  ${kindsOf(ingest, changes)}`);
  say('ingest, RRU a change', digits(readUnitsOf(ingest) / changes));
  say('a pass of correlation, p50', `${digits(quantile(correlations, 0.5))} ms`);
  say('correlation, WRU a change', `${digits(writeUnitsOf(correlation) / changes)}  ${kindsOf(correlation, changes)}`);
  say('correlation, RRU a change', digits(readUnitsOf(correlation) / changes));
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
