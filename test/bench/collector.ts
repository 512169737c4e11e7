import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CollectorHost } from './collector-host.ts';
import { corpusOf } from './corpus.ts';
import type { CrowdReport } from './crowd-worker.ts';
import { digits, heading, say } from './report.ts';

const settleSeconds = 10;
/** Until routers have been silent for long, and are told of once a minute. */
const idleSeconds = 45;
const measureSeconds = 30;
const talking = 2000;
const idleCrowds = [2000, 5000];
const dumping = 8;
const quiet = 200;
const stuck = 1000;
const stuckSeconds = 60;
/** Of the stream in the part on fairness, in a second: what four shards take. */
const fourShards = { shards: 4, octets: 1_048_576, records: 1000 };

/** A collector on one core with thousands of routers: what they cost while idle, while each says something every second, and while some dump. */
export const collectorParts: Record<string, () => Promise<void>> = {
  'collector-idle': async () => {
    for (const routers of idleCrowds) await benchIdle(routers);
  },
  'collector-talking': benchTalking,
  'collector-fairness': benchFairness,
  'collector-stuck': benchStuck,
};

async function benchIdle(routers: number): Promise<void> {
  heading(`${thousandsOf(routers)} idle routers, each with one peer`);
  await withHost(async (host) => {
    const before = host.memory;
    await host.order({ do: 'connect', port: host.port, routers });
    await delay(idleSeconds * 1000);
    await use(host);
    say('memory without routers', `${digits(before)} MiB`);
    say('memory a router', `${digits(((host.memory - before) * 1024) / routers)} KiB`);
  });
}

async function benchTalking(): Promise<void> {
  heading(`${thousandsOf(talking)} routers, each with one message a second`);
  await withHost(async (host) => {
    await host.order({ do: 'connect', port: host.port, routers: talking });
    await host.order({ do: 'talk', milliseconds: 1000 });
    await delay(settleSeconds * 1000);
    sayLatency(await use(host));
  });
}

async function benchFairness(): Promise<void> {
  const { name, origin, file, octets } = corpusOf('full-table-2015', { routes: 577_737, prefixesPerUpdate: 6 });
  for (const limit of [null, fourShards]) {
    const stream = limit === null ? 'a stream that takes all' : 'a stream of four shards';
    heading(`${quiet} routers with one message a second beside ${dumping} that dump ${name} at once; ${stream}`);
    await withHost(async (host) => {
      await host.order({ do: 'connect', port: host.port, routers: quiet });
      await host.order({ do: 'talk', milliseconds: 1000 });
      await delay(settleSeconds * 1000);
      if (limit !== null) await host.order({ do: 'limit', ...limit });
      await host.order({ do: 'count' });
      const began = host.cpuSeconds;
      await host.order({ do: 'dump', file, routers: dumping });
      const report = await host.report();
      say(`dumps, ${digits((dumping * octets) / 1e6)} MB (${origin})`, `${digits(report.seconds)} s`);
      say('CPU meanwhile', `${digits(((host.cpuSeconds - began) / report.seconds) * 100)} %`);
      say('highest memory', `${digits(host.highestMemory)} MiB`);
      sayLatency(report);
    });
  }
  rmSync(file);
}

/** What is the worst for memory: all dump, and the stream takes nothing. */
async function benchStuck(): Promise<void> {
  const { name, origin, file } = corpusOf('full-table-2015', { routes: 577_737, prefixesPerUpdate: 6 });
  heading(`${thousandsOf(stuck)} routers that dump ${name} at once (${origin}), and a stream that takes nothing`);
  await withHost(async (host) => {
    await host.order({ do: 'limit', shards: 1, octets: 0, records: 0 });
    await host.order({ do: 'connect', port: host.port, routers: 0 });
    const before = host.memory;
    await host.order({ do: 'begin dump', file, routers: stuck });
    await delay(stuckSeconds * 1000);
    say('memory; highest so far', `${digits(host.memory)} MiB; ${digits(host.highestMemory)} MiB`);
    say('memory a router', `${digits(((host.highestMemory - before) * 1024) / stuck)} KiB`);
  });
  rmSync(file);
}

async function use(host: CollectorHost): Promise<CrowdReport> {
  await host.order({ do: 'count' });
  const before = host.cpuSeconds;
  await delay(measureSeconds * 1000);
  const report = await host.report();
  say('CPU, of one core', `${digits(((host.cpuSeconds - before) / report.seconds) * 100)} %`);
  say('memory; highest so far', `${digits(host.memory)} MiB; ${digits(host.highestMemory)} MiB`);
  say('records a second', digits(report.records / report.seconds));
  say('calls of the stream a second', digits(report.calls / report.seconds));
  say('calls of the table a second', digits(report.tableCalls / report.seconds));
  return report;
}

function sayLatency({ latencies, messages, throttled }: CrowdReport): void {
  const at = (share: number): string => `${digits(latencies[Math.floor(share * (messages - 1))] ?? Number.NaN)} ms`;
  say(
    'from socket to stream, of which 1,000 ms are the gathering of a record',
    `p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`,
  );
  if (throttled > 0) say('records that the stream refused', digits(throttled));
}

async function withHost(run: (host: CollectorHost) => Promise<void>): Promise<void> {
  const host = await CollectorHost.start({ LOG_LEVEL: 'info' });
  try {
    await run(host);
  } finally {
    await host.stop();
  }
}

const thousandsOf = (count: number): string => count.toLocaleString('en-US');
