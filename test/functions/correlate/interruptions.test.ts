import { describe, expect, it } from 'vitest';
import { partAt, spanId } from '../../model/chains/elements.ts';
import { WatchedStore } from '../publish/watched-store.ts';
import { Correlating } from './correlating.ts';

const trust = partAt('nj01', { trust: ['11.11.11.1/32'] });
const untrust = partAt('nj02', { untrust: ['11.11.11.2/32'] });

/** Both sides are there, and known, and a chain leads through them. */
async function complete(): Promise<Correlating> {
  const station = new Correlating();
  await station.apply(1, { chains: [{ name: 'scrubbed', hops: [{ element: spanId }] }] });
  await station.tell('nj01', [trust]);
  await station.tell('nj02', [untrust]);
  await station.correlator().run();
  return station;
}

const stateIn = async (station: Correlating) => (await station.correlated()).span.get(spanId)?.state;

describe('whatever comes between', () => {
  it('a table that fails once, at any operation, and answers the same process again', async () => {
    for (let failing = 0, isOver = false; !isOver; failing += 1) {
      const station = await complete();
      const store = new WatchedStore(station.store);
      const correlator = station.correlator(store);
      await correlator.run();
      await station.tell('nj02', []);
      let left = failing;
      store.before = () => {
        left -= 1;
        if (left === -1) throw new Error('throttled');
      };
      isOver = await correlator.run().then(
        () => true,
        () => false,
      );
      store.before = () => {};
      await correlator.run();
      expect(await stateIn(station), `failed at operation ${failing}`).toBe('half-open');
      expect((await station.transitions()).slice(2), `failed at operation ${failing}`).toEqual([
        `element.state-changed ${spanId} complete -> half-open`,
        'chain.state-changed scrubbed complete -> half-open',
      ]);
    }
  });

  it('something is told at any moment while a process begins, or follows', async () => {
    for (const follows of [false, true]) {
      for (let moment = 0, isOver = false; !isOver; moment += 1) {
        const station = await complete();
        const store = new WatchedStore(station.store);
        const correlator = station.correlator(store);
        if (follows) await correlator.run();
        await station.append('nj01');
        let left = moment;
        store.after = async () => {
          left -= 1;
          if (left === -1) await station.tell('nj02', []);
        };
        await correlator.run();
        isOver = left >= 0;
        if (isOver) break;
        await correlator.run();
        expect(await stateIn(station), `told after operation ${moment}`).toBe('half-open');
      }
    }
  });

  it('a process that was late commits what is no longer so', async () => {
    const station = await complete();
    const held = new WatchedStore(station.store);
    const late = station.correlator(held);
    const timely = station.correlator();
    await late.run();
    await timely.run();
    await station.tell('nj02', []);
    held.before = async (put) => {
      if (put === undefined) return;
      held.before = () => {};
      await station.tell('nj02', [untrust]);
      expect(await timely.run()).toEqual({ changes: 0 });
    };
    await late.run();
    expect(await stateIn(station)).toBe('half-open');
    await timely.run();
    expect(await stateIn(station)).toBe('complete');
  });

  it('a process carries out a commit long after a later one', async () => {
    const station = await complete();
    const held = new WatchedStore(station.store);
    const late = station.correlator(held);
    await late.run();
    await station.tell('nj02', []);
    let puts = 0;
    held.before = async (put) => {
      puts += put === undefined ? 0 : 1;
      if (puts !== 2) return;
      held.before = () => {};
      await station.tell('nj02', [untrust]);
      await station.correlator().run();
    };
    await late.run();
    expect(await stateIn(station)).toBe('complete');
    expect(await station.transitions()).toEqual([
      `element.state-changed ${spanId} null -> complete`,
      'chain.state-changed scrubbed null -> complete',
      `element.state-changed ${spanId} complete -> half-open`,
      'chain.state-changed scrubbed complete -> half-open',
      `element.state-changed ${spanId} half-open -> complete`,
      'chain.state-changed scrubbed half-open -> complete',
    ]);
  });
});
