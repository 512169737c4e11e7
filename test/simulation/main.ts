import { parseArgs } from 'node:util';
import { playHistory } from './history.ts';

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const first = Number(values.seed);
const count = Number(values.histories);
const began = performance.now();
for (let index = 0; index < count; index += 1) {
  try {
    await playHistory(first + index);
  } catch (error) {
    console.error(
      `FAULT after ${index} histories, seed ${first + index}: ${error instanceof Error ? error.stack : error}`,
    );
    process.exit(1);
  }
}
console.log(`${count} histories from seed ${first}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
