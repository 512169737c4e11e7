import { readFileSync } from 'node:fs';
import { type Stage, stages, type Tally } from './stages.ts';

/** Process of its own: runs one stage over a file, as often as asked, and prints each pass as a line of JSON. */
export interface Pass extends Tally {
  wallSeconds: number;
  /** Of all threads: garbage collection counts. */
  cpuSeconds: number;
}

const [stage = 'framing', file = '', passes = '1'] = process.argv.slice(2);
const run = stages[stage as Stage];
const stream = new Uint8Array(readFileSync(file));

for (let pass = 0; pass < Number(passes); pass++) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const tally = run(stream);
  const wallSeconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({ ...tally, wallSeconds, cpuSeconds: (user + system) / 1e6 } satisfies Pass));
}
