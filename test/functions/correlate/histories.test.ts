import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readVersion } from '#functions/correlate/commit.ts';
import type { Store } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { partAt } from '../../model/chains/elements.ts';
import { FailingStore } from '../ingest/failing-store.ts';
import { MortalStore } from '../publish/watched-store.ts';
import { Correlating, replayed, statesOf } from './correlating.ts';
import { fromScratch, standing, type Telling, telling, writtenRules } from './histories.ts';

const history = fc.array(telling, { minLength: 1, maxLength: 8 });

async function begin(store: Store = new InMemoryStore()): Promise<Correlating> {
  const station = new Correlating(store);
  await station.apply(1, writtenRules);
  return station;
}

async function tell(station: Correlating, { routerId, elements }: Telling): Promise<void> {
  station.time += 30_000;
  await station.tell(routerId, elements);
}

/** What is in the table is what follows from what was told, and what the events tell is what is in the table. */
async function expectRight(station: Correlating, told: readonly Telling[]): Promise<void> {
  const correlated = await station.correlated();
  const lost = new Map([...correlated.span].filter(([, { state }]) => state === 'lost'));
  expect(standing(correlated)).toEqual(standing(fromScratch(told, lost)));
  const events = await station.events();
  expect(replayed(events, 'chain.state-changed')).toEqual(statesOf(correlated.chain));
  expect(replayed(events, 'group.state-changed')).toEqual(statesOf(correlated.group));
  expect(replayed(events, 'element.state-changed')).toEqual(statesOf(correlated.span));
  const raised = events.filter(({ type }) => type === 'finding.raised').length;
  const cleared = events.filter(({ type }) => type === 'finding.cleared').length;
  expect(raised - cleared).toBe(correlated.finding.size);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
}

it('step by step comes to what it comes to from scratch', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (tellings) => {
      const station = await begin();
      const correlator = station.correlator();
      for (const [index, one] of tellings.entries()) {
        await tell(station, one);
        await correlator.run();
        await expectRight(station, tellings.slice(0, index + 1));
      }
    }),
    { numRuns: 100 },
  );
});

it('comes to the same with calls that are lost, or come twice, and processes that begin anew', async () => {
  const calls = fc.array(fc.constantFrom('none', 'twice', 'new process'), { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(history, calls, async (tellings, how) => {
      const station = await begin();
      let correlator = station.correlator();
      for (const [index, one] of tellings.entries()) {
        await tell(station, one);
        if (how[index] === 'new process') correlator = station.correlator();
        if (how[index] !== 'none') await correlator.run();
        if (how[index] === 'twice') await correlator.run();
      }
      await correlator.run();
      await expectRight(station, tellings);
    }),
    { numRuns: 100 },
  );
});

it('comes to the same, event by event, when it is killed at any operation on the table', async () => {
  const tellings = fc.sample(history, { numRuns: 12, seed: 7 }).sort((a, b) => b.length - a.length)[0] ?? [];
  const expected = await begin();
  const undisturbed = expected.correlator();
  for (const one of tellings) {
    await tell(expected, one);
    await undisturbed.run();
  }
  for (let operations = 1; ; operations += 1) {
    const station = await begin();
    const failing = new FailingStore(station.store as InMemoryStore, operations);
    let correlator = station.correlator(failing);
    for (const one of tellings) {
      await tell(station, one);
      await correlator.run().catch(async () => {
        correlator = station.correlator();
        await correlator.run();
      });
    }
    expect(await station.correlated(), `killed at operation ${operations}`).toEqual(await expected.correlated());
    expect(await station.events(), `killed at operation ${operations}`).toEqual(await expected.events());
    if (failing.alive) break;
  }
});

it('comes to the same with two at once, one of which may be killed', async () => {
  const deaths = fc.option(fc.nat({ max: 60 }));
  await fc.assert(
    fc.asyncProperty(history, deaths, fc.scheduler(), async (tellings, death, scheduler) => {
      const station = await begin();
      const interleaved = (dies: number | null) => {
        const store = new MortalStore(station.store);
        let left = dies ?? Number.POSITIVE_INFINITY;
        store.before = async () => {
          await scheduler.schedule(Promise.resolve());
          left -= 1;
          if (left < 0) throw new Error('the process was killed');
        };
        return station.correlator(store);
      };
      const correlators = [interleaved(death), interleaved(null)];
      for (const one of tellings) {
        await tell(station, one);
        await scheduler.waitFor(Promise.allSettled(correlators.map((correlator) => correlator.run())));
      }
      for (let minute = 0; minute < 2; minute += 1) {
        station.time += 60_000;
        await scheduler.waitFor(Promise.allSettled(correlators.map((correlator) => correlator.run())));
      }
      await expectRight(station, tellings);
    }),
    { numRuns: 100 },
  );
});

it('comes to the same when it is killed between the commits of a change that does not fit one', async () => {
  const elements = Array.from({ length: 1_200 }, (_, index) =>
    partAt(
      'nj01',
      { scrub: ['11.9.9.9/32'] },
      {
        id: `nj01~part~${index}`,
        span: `la~bgp-id~${index}`,
        location: 'la',
      },
    ),
  );
  const operations = await operationsOf(elements);
  for (let death = 5; death < operations; death += 151) {
    const station = await begin();
    await tell(station, { routerId: 'nj01', elements });
    const doomed = station.correlator(new FailingStore(station.store as InMemoryStore, death));
    await expect(doomed.run()).rejects.toThrow('killed');
    await station.correlator().run();
    await expectRight(station, [{ routerId: 'nj01', elements }]);
    expect(await readVersion(station.store)).toBeGreaterThan(2);
  }
});

async function operationsOf(elements: Telling['elements']): Promise<number> {
  const station = await begin();
  await tell(station, { routerId: 'nj01', elements });
  const store = new MortalStore(station.store);
  let operations = 0;
  store.after = () => {
    operations += 1;
  };
  await station.correlator(store).run();
  return operations;
}
