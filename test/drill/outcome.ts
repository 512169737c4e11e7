import { ApiReader } from './api-reader.ts';
import { type Check, equal, noneOf } from './check.ts';
import { type Figures, figuresOf, type Seconds, sumOf } from './figures.ts';
import { differences, elementEvents, type FinalState, finalStateOf } from './final-state.ts';
import type { Drill, Scene } from './scene.ts';
import { unlikeSaid } from './settled.ts';
import { until } from './steps.ts';

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
  // A heartbeat may be on its way.
  await until(30, 'nothing waits to be published', async () => (await waiting(scene)) === 0).catch(() => undefined);
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
      equal('octets given up', sumOf(scene, 'record_bytes_abandoned_total'), 0),
      equal('octets still waiting', sumOf(scene, 'buffered_bytes'), 0),
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

/** Octets, as all collectors that run tell at this moment. */
async function waiting(scene: Scene): Promise<number> {
  for (const collector of scene.station.collectors) if (collector.isRunning) await collector.look();
  return sumOf(scene, 'buffered_bytes');
}
