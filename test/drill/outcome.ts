import { setTimeout as sleep } from 'node:timers/promises';
import { ApiReader } from './api-reader.ts';
import { type Check, equal, noneOf } from './check.ts';
import { type Figures, figuresOf, logged, type Seconds } from './figures.ts';
import { differences, elementEvents, type FinalState, finalStateOf } from './final-state.ts';
import type { Drill, Scene } from './scene.ts';
import { unlikeSaid } from './settled.ts';

export interface Outcome {
  name: string;
  figures: Figures;
  checks: Check[];
  state: FinalState;
  elementEvents: readonly string[];
}

/** `seconds`: how long it took. */
export async function outcomeOf(
  drill: Drill,
  scene: Scene,
  seconds: number,
  undisturbed: Outcome | null,
): Promise<Outcome> {
  const { station, cast } = scene;
  const api = new ApiReader(station.api);
  const left = await nothingWaits(scene);
  const state = await finalStateOf(api, new Set(cast.all.map(({ name }) => name)));
  const events = elementEvents(await api.events());
  const figures = figuresOf(drill, scene, seconds);
  return {
    name: drill.name,
    figures,
    state,
    elementEvents: events.lines,
    checks: [
      noneOf(
        'the final state is that of the run without a fault',
        differences(state, undisturbed?.state ?? state),
        'the same',
      ),
      noneOf('no event is told twice', events.doubled, 'none'),
      noneOf('elements are told of as without a fault', unlike(events.lines, undisturbed?.elementEvents), 'as without'),
      noneOf('counted is what was said', await unlikeSaid(api, cast.all), 'router by router'),
      {
        name: 'memory',
        ok: figures.memory <= figures.memoryBound,
        found: `${figures.memory} of ${figures.memoryBound} MiB`,
      },
      latency(drill, scene, figures.toStream, undisturbed?.figures.toStream),
      equal('quiet changes that have not arrived', scene.probe.missing, 0),
      ...ingestChecks(scene),
      equal('times that records were given up', logged(scene, 'records given up'), 0),
      equal('octets still waiting', left, 0),
      ...drill.explain(scene),
    ],
  };
}

const ingestChecks = ({ station: { counts } }: Scene): Check[] =>
  ['sequenceGaps', 'poisonRecords', 'discarded'].map((name) => equal(`ingest: ${name}`, counts[name] ?? 0, 0));

/** Beside the run without a fault, so that a slow machine fails nothing. */
function latency({ mostDelay }: Drill, scene: Scene, [, found]: Seconds, undisturbed: Seconds | undefined): Check {
  const [, without] = undisturbed ?? [0, 0];
  const most = mostDelay(scene) + without;
  return {
    name: 'quiet routers keep their latency',
    ok: found <= most,
    found: `p99 ${found.toFixed(1)} s of ${most.toFixed(1)} s`,
  };
}

function unlike(lines: readonly string[], wanted: readonly string[] = lines): string[] {
  return [
    ...lines.filter((line) => !wanted.includes(line)).map((line) => `told: ${line}`),
    ...wanted.filter((line) => !lines.includes(line)).map((line) => `not told: ${line}`),
    ...(lines.length === wanted.length ? [] : [`${lines.length} told, ${wanted.length} without a fault`]),
  ];
}

/** A heartbeat may be on its way, so it is asked more than once. */
async function nothingWaits(scene: Scene): Promise<number> {
  let left = await waiting(scene);
  for (let again = 0; left > 0 && again < 100; again += 1) {
    await sleep(200);
    left = await waiting(scene);
  }
  return left;
}

/** Octets, of the collectors that run: of one that has ended the log tells. */
async function waiting({ station }: Scene): Promise<number> {
  const running = station.collectors.filter(({ isRunning }) => isRunning);
  const scrapes = await Promise.all(running.map((collector) => collector.look()));
  return scrapes.reduce((sum, scrape) => sum + scrape.sum('bmpaas_collector_buffered_bytes'), 0);
}
