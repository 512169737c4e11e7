import { ApiReader } from './api-reader.ts';
import { Cast, type Load } from './cast.ts';
import { noneOf } from './check.ts';
import { noFault } from './fault-proxy.ts';
import { Injected } from './injected.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { QuietProbe } from './quiet-probe.ts';
import type { Drill, Scene } from './scene.ts';
import { collectorSettings } from './settings.ts';
import { settled } from './settled.ts';
import { DrillStation } from './station.ts';
import { until, within } from './steps.ts';
import { entriesOf, resultsOf } from './stream-calls.ts';

/** Of the quiet routers, when the fault is over: the same in all runs, and after all others. */
const lastChange = 1_000_000;
const settleSeconds = 180;

/** `undisturbed`: what the run without a fault came to; null for that run itself. */
export async function runDrill(
  drill: Drill,
  load: Load,
  seconds: number,
  undisturbed: Outcome | null,
): Promise<Outcome> {
  const station = await DrillStation.start({ ...collectorSettings, ...drill.environment });
  const cast = new Cast(load, () => station.collector.bmpPort);
  try {
    const probe = new QuietProbe(cast.quiet, station.api);
    const scene: Scene = { station, cast, probe, injected: new Injected(), seconds };
    watchStream(scene);
    const began = performance.now();
    await begin(scene);
    const broken = await drill.run(scene).then(() => [], textOf);
    station.stream.fault = station.table.fault = noFault;
    const unsettled = await settle(scene).then(() => [], textOf);
    const end = noneOf('it came to its end', [...broken, ...unsettled], 'it did');
    const outcome = await outcomeOf(drill, scene, (performance.now() - began) / 1000, undisturbed);
    return { ...outcome, checks: [...outcome.checks, end] };
  } finally {
    await cast.stop();
    await station.stop();
  }
}

const textOf = (error: unknown): string[] => [String(error)];

function watchStream({ station, probe }: Scene): void {
  station.stream.watch = (call, reply) => {
    if (call.operation !== 'PutRecords') return;
    const results = resultsOf(reply);
    for (const [index, { PartitionKey, Data }] of entriesOf(call).entries()) {
      if (results[index]?.SequenceNumber === undefined) continue;
      probe.taken(PartitionKey, Buffer.from(Data, 'base64'));
    }
  };
}

async function begin({ station, cast, probe }: Scene): Promise<void> {
  const calm = [...cast.lab, ...cast.quiet].map(({ router }) => router.start());
  await within(30, Promise.all(calm), 'the lab is connected');
  probe.begin();
  const api = new ApiReader(station.api);
  // What the fault makes of them is to be the same whenever it comes.
  await until(settleSeconds, 'all elements are complete', async () => {
    const states = (await api.elements()).map(({ state }) => state);
    return states.length === 6 && states.every((state) => state === 'complete');
  });
}

/** All that was said arrives; the routers stay connected. */
async function settle({ station, cast, probe }: Scene): Promise<void> {
  const api = new ApiReader(station.api);
  probe.end(lastChange);
  try {
    await settled(api, cast.all, settleSeconds);
    await until(settleSeconds, 'the quiet routers are heard', async () => probe.missing === 0);
  } finally {
    await probe.rest();
  }
}
