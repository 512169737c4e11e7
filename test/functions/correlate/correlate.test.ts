import { beforeEach, describe, expect, it } from 'vitest';
import { eventKeys, kinds } from '#model/keys.ts';
import type { ElementState } from '#model/state.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { elementOf, partAt, spanId } from '../../model/chains/elements.ts';
import { Correlating } from './correlating.ts';
import { RecordingStore } from './recording-store.ts';

const trust = partAt('nj01', { trust: ['11.11.11.1/32'] });
const untrust = partAt('nj02', { untrust: ['11.11.11.2/32'] });
const elementAt = (routerId: string, given: Partial<ElementState> = {}): ElementState =>
  elementOf({ routerId, location: routerId, services: { trust: [`${routerId}-address`] }, ...given });

const idAt = (routerId: string): string => `${routerId}~bgp-id~10.0.0.1`;
const chainThrough = (element: string) => ({ chains: [{ name: 'scrubbed', hops: [{ element }] }] });
const allOfThem = { groups: [{ name: 'all', members: { roles: ['trust'] } }] };

let recording: RecordingStore;
let station: Correlating;
beforeEach(() => {
  recording = new RecordingStore(new InMemoryStore());
  station = new Correlating(recording);
});

describe('correlating', () => {
  it('puts together what two routers see of an element', async () => {
    await station.apply(1, chainThrough(spanId));
    const correlator = station.correlator();
    await station.tell('nj01', [trust]);
    await correlator.run();
    await station.tell('nj02', [untrust]);
    await correlator.run();
    expect(await station.transitions()).toEqual([
      `element.state-changed ${spanId} null -> half-open`,
      'chain.state-changed scrubbed null -> half-open',
      `element.state-changed ${spanId} half-open -> complete`,
      'chain.state-changed scrubbed half-open -> complete',
    ]);
    const { span, chain } = await station.correlated();
    expect(span.get(spanId)).toMatchObject({ state: 'complete', span: null });
    expect([...chain.values()]).toMatchObject([{ id: 'scrubbed', state: 'complete' }]);
  });

  it('finds what was there before it', async () => {
    await station.tell('nj01', [trust]);
    await station.tell('nj02', [untrust]);
    await station.correlator().run();
    expect(await station.transitions()).toContain(`element.state-changed ${spanId} null -> complete`);
  });

  it('takes the time of what happened, and never goes back', async () => {
    await station.apply(1, chainThrough(spanId));
    const correlator = station.correlator();
    await station.tell('nj01', [trust]);
    await correlator.run();
    const first = station.time;
    station.time -= 5_000;
    await station.tell('nj02', [untrust]);
    station.time += 20_000;
    await correlator.run();
    expect((await station.events()).map(({ time }) => time)).toEqual([first, first, first, first]);
  });

  it('does not react to its own events', async () => {
    await station.apply(1, chainThrough(spanId));
    const correlator = station.correlator();
    await station.tell('nj01', [trust]);
    expect(await correlator.run()).toEqual({ changes: 2 });
    const events = await station.events();
    for (let time = 0; time < 5; time += 1) expect(await correlator.run()).toEqual({ changes: 0 });
    expect(await station.events()).toEqual(events);
    recording.operations.length = 0;
    await correlator.run();
    expect(recording.operations).toEqual([`query ${eventKeys.bucketOf(1)}`]);
  });

  it('reads of a router that has something to tell, and of no other', async () => {
    await station.apply(1, chainThrough(idAt('nj02')));
    for (const router of ['nj01', 'nj02', 'nj03']) await station.tell(router, [elementAt(router)]);
    const correlator = station.correlator();
    await correlator.run();
    await correlator.run();
    await station.tell('nj02', [elementAt('nj02', { state: 'half-open' })]);
    recording.operations.length = 0;
    expect(await correlator.run()).toEqual({ changes: 1 });
    expect(recording.operations.filter((operation) => /^(get|query)/.test(operation))).toEqual([
      `query ${eventKeys.bucketOf(1)}`,
      `query ${eventKeys.bucketOf(eventKeys.firstOfNextBucket(1))}`,
      'get ROUTER nj02',
      'query ELEMENT nj02#',
      'query STEERING nj02#',
      'get EVENTS TAIL',
    ]);
  });

  it('reads all partitions of a router', async () => {
    await station.apply(1, allOfThem);
    const correlator = station.correlator();
    await correlator.run();
    await station.hasPartitions('nj01', 2);
    await station.tell('nj01', [elementAt('nj01')]);
    await station.tell('nj01', [elementAt('nj01', { id: 'nj01~other' })], 1);
    await correlator.run();
    const members = (await station.correlated()).group.get('all')?.members;
    expect(members?.map(({ element }) => element)).toEqual([idAt('nj01'), 'nj01~other']);
  });

  it('derives anew by other rules', async () => {
    await station.apply(1, chainThrough(idAt('nj01')));
    const correlator = station.correlator();
    await station.tell('nj01', [elementAt('nj01')]);
    await correlator.run();
    await station.apply(2, allOfThem);
    station.time += 10_000;
    await correlator.run();
    const { group, chain } = await station.correlated();
    expect([...group.values()]).toMatchObject([{ id: 'all', state: 'complete' }]);
    expect(chain.size).toBe(0);
    expect(await station.transitions()).toEqual([
      'chain.state-changed scrubbed null -> complete',
      'group.state-changed all null -> complete',
      'chain.state-changed scrubbed complete -> null',
    ]);
  });

  it('does not go back to rules that it has read some time ago', async () => {
    await station.apply(1, chainThrough(idAt('nj01')));
    const slow = station.correlator();
    await station.tell('nj01', [elementAt('nj01')]);
    await slow.run();
    await station.apply(2, allOfThem);
    await station.correlator().run();
    await station.append('nj01');
    await slow.run();
    expect((await station.correlated()).group.size).toBe(1);
    expect(await station.transitions()).toHaveLength(3);
  });

  it('sees an element come to rest, though nothing happens any more', async () => {
    await station.apply(1, { ...chainThrough(spanId), holds: { flapTransitions: 3, flapSeconds: 300 } });
    const correlator = station.correlator();
    await station.tell('nj01', [trust]);
    for (let step = 0; step < 6; step += 1) {
      station.time += 1_000;
      await station.tell('nj02', step % 2 === 0 ? [untrust] : []);
      await correlator.run();
    }
    const flapping = await station.transitions();
    expect(flapping.at(-2)).toBe(`element.flapping ${spanId} complete -> half-open`);
    expect((await station.correlated()).chain.get('scrubbed')?.state).toBe('half-open');
    for (let minute = 0; minute < 6; minute += 1) {
      station.time += 61_000;
      await correlator.run();
    }
    expect((await station.transitions()).slice(flapping.length)).toEqual([
      `element.state-changed ${spanId} half-open -> half-open`,
    ]);
    expect((await station.correlated()).span.get(spanId)?.flap.flapping).toBe(false);
  });

  it('raises a finding where two locations have one address', async () => {
    const correlator = station.correlator();
    await station.tell('nj01', [elementAt('nj01', { services: elementOf().services })]);
    await station.tell('md01', [elementAt('md01', { services: elementOf().services })]);
    await correlator.run();
    const { finding } = await station.correlated();
    expect([...finding.values()].map(({ kind, routerId }) => [kind, routerId])).toEqual([
      ['duplicate-service-prefix', '*'],
      ['duplicate-service-prefix', '*'],
    ]);
    await station.tell('md01', []);
    await correlator.run();
    expect((await station.correlated()).finding.size).toBe(0);
  });
});

describe('a cursor that the feed has left behind', () => {
  const forget = (...numbers: number[]) =>
    station.store.write(numbers.map((number) => ({ delete: eventKeys.key(number) })));

  it('makes it read everything anew', async () => {
    const correlator = station.correlator();
    await correlator.run();
    await station.tell('nj01', [trust]);
    await station.tell('nj02', [untrust]);
    await forget(1);
    await correlator.run();
    expect((await station.correlated()).span.get(spanId)?.state).toBe('complete');
    expect(station.counts.get('correlationLoads')).toBe(2);
  });

  it('is noticed where all that is left of the feed is in another bucket', async () => {
    const correlator = station.correlator();
    await correlator.run();
    await station.store.write([{ put: { key: eventKeys.tail, document: { number: 9_000 } } }]);
    await station.store.write([{ put: { key: kinds.element.key('nj01', trust.id), document: { ...trust } } }]);
    expect(await correlator.run()).toEqual({ changes: 0 });
    station.time += 60_000;
    await correlator.run();
    expect((await station.correlated()).span.size).toBe(1);
  });

  it('is noticed where the feed began anew', async () => {
    for (const router of ['nj01', 'nj02']) await station.append(router);
    const correlator = station.correlator();
    await correlator.run();
    await forget(1, 2);
    await station.store.write([{ put: { key: eventKeys.tail, document: { number: 0 } } }]);
    await station.tell('nj01', [trust]);
    station.time += 60_000;
    await correlator.run();
    expect((await station.correlated()).span.size).toBe(1);
  });

  it('is none where only time went by: what expires silently is found within minutes', async () => {
    const members = async () => (await station.correlated()).group.get('all')?.members;
    await station.apply(1, allOfThem);
    const correlator = station.correlator();
    await station.tell('nj01', [elementAt('nj01', { state: 'lost' })]);
    await correlator.run();
    expect(await members()).toEqual([{ element: idAt('nj01'), state: 'lost' }]);
    await station.store.write([{ delete: kinds.element.key('nj01', idAt('nj01')) }]);
    station.time += 600_000;
    await correlator.run();
    expect(await members()).toEqual([]);
  });
});
