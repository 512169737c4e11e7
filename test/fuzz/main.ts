import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { caseText, type WorkerMessage, type WorkerOptions } from './worker-messages.ts';

/**
 * `npm run fuzz -- --seconds 60 --seed 1`: octets that chance has changed, thrown at all that reads octets from outside.
 * `--target NAME --case NUMBER` tries one case again. Ends with 1 at the first fault.
 */

/** A case that takes longer hangs. */
const longestSeconds = 20;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 0xffffffff)) },
    target: { type: 'string' },
    case: { type: 'string' },
  },
});

const options: WorkerOptions = {
  seconds: Number(values.seconds),
  seed: Number(values.seed),
  target: values.target ?? null,
  case: values.case === undefined ? null : Number(values.case),
  progress: new Int32Array(new SharedArrayBuffer(8)),
};
console.log(`fuzz: seed ${options.seed}, ${options.seconds} s`);
const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
const names: string[] = [];

worker.on('message', (message: WorkerMessage) => {
  if (message.kind === 'targets') names.push(...message.names);
  else if (message.kind === 'note') console.log(message.text);
  else process.exit(message.code);
});
worker.on('error', (error) => {
  console.error(error);
  process.exit(1);
});

/** What the worker said it was about to try, when it was last looked at, and since when. */
let seen = { target: -1, case: 0, since: Date.now() };
setInterval(() => {
  const [target = -1, number = 0] = options.progress;
  if (target !== seen.target || number !== seen.case) seen = { target, case: number, since: Date.now() };
  else if (target >= 0 && Date.now() - seen.since > longestSeconds * 1000) {
    console.error(`FAULT: no end after ${longestSeconds} s\n${caseText(names[target] ?? '', number)}`);
    process.exit(1);
  }
}, 1000);
