import { beforeEach, describe, expect, it } from 'vitest';
import type { PlatformEvent } from '#model/events.ts';
import { eventKeys } from '#model/keys.ts';
import { chainStation, halfOpen, partAt, spanning, whole } from './chain-station.ts';
import { type Station, start } from './station.ts';

const second = 1_000;
const minute = 60 * second;

let station: Station;
beforeEach(async () => {
  station = await chainStation();
});

const eventsPath = (id: string, query = ''): string => `/v1/elements/${encodeURIComponent(id)}/events?${query}`;
const at = (milliseconds: number): string => new Date(milliseconds).toISOString();
const idsOf = (answer: { data: { id: string }[] }): string[] => answer.data.map(({ id }) => id);

type Given = Partial<PlatformEvent> & Pick<PlatformEvent, 'type'>;
const changed = (id: string, subject = whole): Given => ({ type: 'element.state-changed', id, subject });

describe('the history of an element', () => {
  it('has its own events and those of its announcements', async () => {
    const peer = 'nj02emd~192.0.3.2';
    const gone = { prefix: '12.12.12.2/32', peer };
    await station.addEvents(3, [
      changed('own', halfOpen),
      { type: 'element.flapping', id: 'flapping', subject: halfOpen },
      { type: 'announcement.withdrawn', id: 'gone', subject: `${peer}~ipv4-unicast~12.12.12.2/32`, data: gone },
      { type: 'announcement.added', id: 'live', subject: 'nj02emd~192.0.3.1~ipv4-unicast~12.12.12.1/32' },
      changed('of another'),
      { type: 'announcement.added', id: 'of another peer', subject: 'x', data: { peer: 'nj02emd~192.0.3.9' } },
      { type: 'chain.state-changed', id: 'of its chain', subject: halfOpen },
      { type: 'peer.down', id: 'of its peer', subject: peer },
    ]);
    expect(idsOf(await station.json(eventsPath(halfOpen)))).toEqual(['own', 'flapping', 'gone', 'live']);
  });

  it('has none of an announcement that is of another element of the same session', async () => {
    const subject = await station.addAnnouncement('nj02emd', '192.0.3.1', '8.8.8.8/32', { elementId: 'nj02emd~other' });
    await station.addEvents(3, [
      { type: 'announcement.added', id: 'other', subject, data: { peer: 'nj02emd~192.0.3.1' } },
    ]);
    expect(idsOf(await station.json(eventsPath(halfOpen)))).toEqual([]);
  });

  it('of a spanning one has what each router sees of it', async () => {
    await station.addEvents(3, [
      { type: 'attachment.state-changed', id: 'part', subject: partAt('nj02emd'), data: { element: spanning } },
      { type: 'attachment.state-changed', id: 'other', subject: partAt('nj02emd'), data: { element: '@md~x~y' } },
      { type: 'element.role-changed', id: 'role', subject: partAt('nj01emd') },
      changed('whole', spanning),
    ]);
    expect(idsOf(await station.json(eventsPath(spanning)))).toEqual(['part', 'role', 'whole']);
  });

  it('of nothing is a 404', async () => {
    await station.json(eventsPath('none'), 404);
    await station.json(eventsPath(partAt('nj01emd')), 404);
  });

  it('refuses an end before its beginning', async () => {
    const { errors } = await station.json(eventsPath(whole, `from=${at(start)}&to=${at(start - 1)}`), 400);
    expect(errors).toEqual([{ parameter: 'to', detail: 'is before `from`' }]);
  });
});

describe('a long feed', () => {
  const items = 9_000;
  const timeOf = (number: number): number => start + number * second;

  beforeEach(async () => {
    for (let number = 3; number <= items; number += 1) {
      const event = number % 100 === 0 ? changed(`n${number}`) : ({ type: 'peer.up', id: `n${number}` } as const);
      await station.addEvents(number, [{ ...event, time: timeOf(number), data: { location: 'nj' } }]);
    }
  });

  it('is read from a time to a time', async () => {
    const path = eventsPath(whole, `from=${at(timeOf(4_000))}&to=${at(timeOf(4_300))}`);
    const answer = await station.json(path);
    expect(idsOf(answer)).toEqual(['n4000', 'n4100', 'n4200', 'n4300']);
    expect(answer.page.next).toBeNull();
  });

  it('is paged by places in it', async () => {
    const path = eventsPath(whole, `from=${at(timeOf(4_000))}&to=${at(timeOf(4_500))}&limit=2`);
    const ids: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const answer: { data: { id: string }[]; page: { next: string | null } } = await station.json(
        next === '' ? path : `${path}&cursor=${next}`,
      );
      ids.push(...idsOf(answer));
      next = answer.page.next;
    }
    expect(ids).toEqual(['n4000', 'n4100', 'n4200', 'n4300', 'n4400', 'n4500']);
  });

  it('of which the older part has expired is read from what is left', async () => {
    await expire(4_150);
    const path = eventsPath(whole, `to=${at(timeOf(4_300))}`);
    expect(idsOf(await station.json(path))).toEqual(['n4200', 'n4300']);
    expect(idsOf(await station.json(eventsPath(whole, `from=${at(start)}&limit=1`)))).toEqual(['n4200']);
    expect(idsOf(await station.json('/v1/events?limit=1'))).toEqual(['n4151']);
  });

  it('is not read from its expired beginning on', async () => {
    await expire(8_995);
    let queries = 0;
    const { query } = station.store;
    station.store.query = (...given) => {
      queries += 1;
      return query.apply(station.store, given);
    };
    expect(idsOf(await station.json('/v1/events'))).toEqual(['n8996', 'n8997', 'n8998', 'n8999', 'n9000']);
    expect(queries).toBeLessThan(25);
  });

  it('behind a cursor that has expired is a 410', async () => {
    const path = eventsPath(whole, 'limit=1');
    const { page } = await station.json(path);
    await expire(4_150);
    const { type, detail } = await station.json(`${path}&cursor=${page.next}`, 410);
    expect([type, detail]).toEqual([
      'urn:bmpaas:problem:expired-cursor',
      'Events behind this cursor are no longer kept: begin again without `cursor`.',
    ]);
  });

  it('shows what one late router said among what others did', async () => {
    for (let number = 8_000; number < 8_010; number += 1) {
      await station.addEvents(number, [{ ...changed(`late${number}`), time: timeOf(100) }]);
    }
    await station.put(eventKeys.tail, { number: items });
    const answer = await station.json(eventsPath(whole, `from=${at(timeOf(7_900))}&to=${at(timeOf(8_100))}`));
    expect(idsOf(answer)).toEqual(['n7900', 'n8100']);
  });

  it('is told by /v1/events from a time on, and on from there', async () => {
    const from = `from=${at(timeOf(8_700))}`;
    const first = await station.json(`/v1/events?${from}&limit=2`);
    expect(idsOf(first)).toEqual(['n8700', 'n8701']);
    const second = await station.json(`/v1/events?${from}&limit=1&after=${first.page.next}`);
    expect(idsOf(second)).toEqual(['n8702']);
    const none = await station.json(`/v1/events?from=${at(timeOf(items) + 60 * minute)}`);
    expect([none.data, none.page.next]).toEqual([[], `${items}.0`]);
  });

  async function expire(last: number): Promise<void> {
    const numbers = Array.from({ length: last }, (_, index) => index + 1);
    await station.store.write(numbers.map((number) => ({ delete: eventKeys.key(number) })));
  }
});

it('/v1/events are filtered by location', async () => {
  await station.addEvents(3, [
    { type: 'element.state-changed', id: 'here', data: { location: 'nj' } },
    { type: 'element.state-changed', id: 'there', data: { location: 'md' } },
    { type: 'router.up', id: 'nowhere' },
  ]);
  expect(idsOf(await station.json('/v1/events?location=nj'))).toEqual(['here']);
});
