import { parseArgs } from 'node:util';
import type { Load } from './cast.ts';
import { drills } from './drills/index.ts';
import { none } from './drills/none.ts';
import type { Outcome } from './outcome.ts';
import { sayBroken, sayChecks, sayDrill, sayEnd, sayInput, sayTable } from './report.ts';
import { runDrill } from './run-drill.ts';
import type { Drill } from './scene.ts';

/** `npm run drill -- --only NAME`: what the station does under faults. See README.md. */
const { values } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    seconds: { type: 'string', default: '60' },
    routes: { type: 'string', default: '50000' },
  },
});

function chosenDrills(): Drill[] {
  const unknown = values.only.filter((name) => drills.every((drill) => drill.name !== name));
  if (unknown.length > 0) throw new Error(`no drill ${unknown.join(', ')}; --list shows those there are`);
  return drills.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
}

async function main(): Promise<boolean> {
  const load: Load = { dumpingRouters: 3, routes: Number(values.routes), quietRouters: 4 };
  sayInput(load);
  const outcomes: Outcome[] = [];
  let broken = 0;
  for (const drill of [none, ...chosenDrills()]) {
    sayDrill(drill);
    try {
      const outcome = await runDrill(drill, load, Number(values.seconds), outcomes[0] ?? null);
      sayChecks(outcome);
      outcomes.push(outcome);
    } catch (error) {
      sayBroken(error);
      broken += 1;
      // Nothing to hold the others against.
      if (outcomes.length === 0) break;
    }
  }
  sayTable(outcomes);
  return sayEnd(outcomes, broken);
}

// So that what was started is ended, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (values.list) for (const { name, fault } of drills) process.stdout.write(`${name.padEnd(20)} ${fault}\n`);
else process.exit((await main()) ? 0 : 1);
