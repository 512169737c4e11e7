import { beforeEach, describe, expect, it } from 'vitest';
import { eventKeys } from '#model/keys.ts';
import { labStation, type Station, start } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await labStation();
});

const typesOf = ({ data }: { data: { type: string }[] }): string[] => data.map(({ type }) => type);

describe('/v1/events', () => {
  it('are CloudEvents in the order they became visible', async () => {
    const answer = await station.json('/v1/events');
    expect(typesOf(answer)).toEqual(['router.up', 'peer.up', 'element.state-changed']);
    expect(answer.data[2]).toEqual({
      specversion: '1.0',
      id: 'e2.0',
      source: '/v1/routers/nj01emd',
      type: 'element.state-changed',
      subject: 'nj01emd~10.0.0.1',
      time: '2026-01-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      data: { from: 'learning', to: 'complete' },
    });
  });

  it('go on after a cursor, also in the middle of a commit, and after the end', async () => {
    const first = await station.json('/v1/events?limit=1');
    const second = await station.json(`/v1/events?limit=1&after=${first.page.next}`);
    const third = await station.json(`/v1/events?after=${second.page.next}`);
    expect([first, second, third].flatMap(typesOf)).toEqual(['router.up', 'peer.up', 'element.state-changed']);
    const end = await station.json(`/v1/events?after=${third.page.next}`);
    expect([end.data, end.page.next]).toEqual([[], third.page.next]);
    await station.addEvents(3, [{ type: 'router.stale' }]);
    expect(typesOf(await station.json(`/v1/events?after=${end.page.next}`))).toEqual(['router.stale']);
  });

  it('are filtered by type and subject, and the cursor passes what was left out', async () => {
    expect(typesOf(await station.json('/v1/events?type=peer.up'))).toEqual(['peer.up']);
    const bySubject = await station.json('/v1/events?subject=nj01emd');
    expect(typesOf(bySubject)).toEqual(['router.up']);
    expect(bySubject.page.next).toBe((await station.json('/v1/events')).page.next);
  });

  it('wait for an event when there is none', async () => {
    const { page } = await station.json('/v1/events');
    const before = station.clock.time;
    station.clock.meanwhile = async () => {
      if (station.clock.time - before >= 2000) await station.addEvents(3, [{ type: 'peer.down' }]);
    };
    expect(typesOf(await station.json(`/v1/events?wait=20&after=${page.next}`))).toEqual(['peer.down']);
    expect(station.clock.time - before).toBe(2000);
  });

  it('wait no longer than asked, and only for what is asked', async () => {
    const { page } = await station.json('/v1/events');
    const before = station.clock.time;
    station.clock.meanwhile = () => station.addEvents(3, [{ type: 'peer.down' }]);
    const answer = await station.json(`/v1/events?wait=3&type=router.down&after=${page.next}`);
    expect([answer.data, station.clock.time - before]).toEqual([[], 3000]);
    expect(answer.page.next).not.toBe(page.next);
  });

  it('cross from one bucket of the table to the next', async () => {
    for (let number = 3; number <= 4100; number += 1)
      await station.addEvents(number, [{ type: 'peer.up', id: `n${number}` }]);
    let after = '4094.0';
    const ids: string[] = [];
    for (;;) {
      const { data, page } = await station.json(`/v1/events?limit=2&after=${after}`);
      if (data.length === 0) break;
      ids.push(...data.map(({ id }: { id: string }) => id));
      after = page.next;
    }
    expect(ids).toEqual(['n4095', 'n4096', 'n4097', 'n4098', 'n4099', 'n4100']);
    expect((await station.json('/v1/events?limit=1000&after=4000.0')).data).toHaveLength(100);
    expect((await station.json('/v1/summary')).data.eventsLastHour).toBe(4101);
  });

  it('behind a cursor that are no longer kept make it expire', async () => {
    await station.addEvents(3, [{ type: 'peer.down' }]);
    await station.store.write([{ delete: eventKeys.key(1) }, { delete: eventKeys.key(2) }]);
    expect((await station.json('/v1/events?after=1.0', 410)).type).toBe('urn:bmpaas:problem:expired-cursor');
    expect(typesOf(await station.json('/v1/events?after=2.0'))).toEqual(['peer.down']);
    expect(typesOf(await station.json('/v1/events'))).toEqual(['peer.down']);
  });

  it.each(['7.0', '9000.3', '2.1'])('have no cursor %s: it is of a feed before this one', async (after) => {
    const { type, detail } = await station.json(`/v1/events?wait=20&after=${after}`, 410);
    expect(type).toBe('urn:bmpaas:problem:expired-cursor');
    expect(detail).toContain('begin again without `after`');
    expect(station.clock.time).toBe(start);
  });

  it('that have all been dropped leave their last cursor good', async () => {
    await station.store.write([{ delete: eventKeys.key(1) }, { delete: eventKeys.key(2) }]);
    const { data, page } = await station.json('/v1/events?after=2.0');
    expect([data, page.next]).toEqual([[], '2.0']);
    await station.addEvents(3, [{ type: 'peer.down' }]);
    expect(typesOf(await station.json('/v1/events?after=2.0'))).toEqual(['peer.down']);
  });

  it('are found beyond what the tail item tells', async () => {
    await station.addEvents(3, [{ type: 'peer.down' }]);
    await station.put(eventKeys.tail, { number: 2 });
    expect((await station.json('/v1/events?after=3.0')).page.next).toBe('3.0');
  });
});
