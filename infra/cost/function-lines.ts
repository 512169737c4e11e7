import { amount, type Basis, type Line, million } from './line.ts';
import { measured } from './measured.ts';
import { constants } from './station-constants.ts';
import { hours } from './usage.ts';

export const minutes = hours * 60;
const canaryCalls = (hours * 60) / 5;
/** MiB of Lambda that come with a processor: with less the same work takes longer. */
const memoryOfAProcessor = 1769;

type Memory = keyof typeof constants.memory;

/** A month of a function: how often it is called, seconds of CPU, and seconds in which it waits for others. */
interface Work {
  calls: number;
  cpuSeconds: number;
  waitSeconds: number;
}

const works: { what: string; memory: Memory; work: (basis: Basis) => Work }[] = [
  {
    what: 'Ingest',
    memory: 'ingest',
    work: ({ usage }) => ({
      calls: usage.ingestCalls,
      cpuSeconds:
        (usage.batches * measured.ingestMillisecondsABatch) / 1e3 +
        ((usage.changes + usage.dumped) * measured.ingestMicrosecondsARoute) / 1e6,
      waitSeconds: usage.ingestCalls * measured.secondsOfWaiting,
    }),
  },
  {
    what: 'Compaction',
    memory: 'compact',
    work: ({ usage, size }) => ({
      calls: minutes * size.compactionLanes,
      cpuSeconds: (usage.blocksWritten * measured.routesABlock * measured.compactionMicrosecondsARoute) / 1e6,
      waitSeconds:
        minutes * size.compactionLanes * measured.secondsOfLooking + usage.merges * measured.secondsOfWaiting,
    }),
  },
  {
    what: 'Sweep',
    memory: 'sweep',
    work: () => ({ calls: minutes, cpuSeconds: 0, waitSeconds: minutes * measured.secondsOfLooking }),
  },
  {
    what: 'Correlation',
    memory: 'correlate',
    work: ({ usage }) => ({
      calls: minutes + usage.elementChanges,
      cpuSeconds: 0,
      waitSeconds: (minutes + usage.elementChanges) * measured.secondsOfLooking,
    }),
  },
  {
    what: 'Publishing',
    memory: 'publish',
    work: ({ usage }) => ({
      calls: minutes + usage.elementChanges,
      cpuSeconds: 0,
      waitSeconds: (minutes + usage.elementChanges) * measured.secondsOfLooking,
    }),
  },
  {
    what: 'API function',
    memory: 'api',
    work: ({ usage }) => ({
      calls: usage.apiRequests,
      cpuSeconds: 0,
      waitSeconds: usage.apiRequests * measured.secondsOfARequest,
    }),
  },
  {
    what: 'Canary',
    memory: 'canary',
    work: ({ size }) => ({
      calls: size.canary ? 2 * canaryCalls : 0,
      cpuSeconds: 0,
      waitSeconds: size.canary ? canaryCalls * measured.secondsOfTheCanary : 0,
    }),
  },
];

/** Calls of all functions. */
export const callsOf = (basis: Basis): number => works.reduce((sum, { work }) => sum + work(basis).calls, 0);

const gigabyteSeconds = ({ cpuSeconds, waitSeconds }: Work, memory: number): number =>
  (cpuSeconds / Math.min(1, memory / memoryOfAProcessor) + waitSeconds) * (memory / 1024);

export const functionLines: readonly Line[] = works.map(({ what, memory, work }) => ({
  what,
  usd: (basis) => {
    const done = work(basis);
    const { lambdaRequests, lambdaGbSecond } = basis.prices;
    return (done.calls / million) * lambdaRequests + gigabyteSeconds(done, constants.memory[memory]) * lambdaGbSecond;
  },
  basis: (basis) => {
    const done = work(basis);
    return `${amount(done.calls)} calls, ${amount(gigabyteSeconds(done, constants.memory[memory]))} GB seconds`;
  },
}));
