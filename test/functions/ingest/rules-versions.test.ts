import { describe, expect, it } from 'vitest';
import { kinds } from '#model/keys.ts';
import { readAll } from '#rib/store/documents.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice } from '../../model/router-voice.ts';
import { openElement, renamed, swept, trust, untrust, write } from './ruled-station.ts';
import { ingestOver, kinesisEvent, putsOf } from './stream.ts';
import { announcementsOf, eventsOf } from './table.ts';

describe('with several versions of the rules about', () => {
  const voice = () => openElement(new RouterVoice()).quiet(2).quiet(5);
  const role = async (store: InMemoryStore) => (await announcementsOf(store)).map((each) => each.role).sort();

  it('a new router takes the current one', async () => {
    const store = new InMemoryStore();
    await write(store, 1, renamed);
    const teller = voice();
    await ingestOver(store, () => teller.now).handler(kinesisEvent(putsOf(teller.records())));
    expect(await role(store)).toEqual(['inside', 'inside', 'outside']);
    expect((await readAll(store, 'router'))[0]?.rulesVersion).toBe(1);
    expect(await swept(store, () => teller.now)).toEqual([]);
  });

  it('a process that has not heard of the last one takes an older one, and is told', async () => {
    const store = new InMemoryStore();
    const teller = voice();
    const warm = ingestOver(store, () => teller.now);
    await warm.handler(kinesisEvent(putsOf(openElement(new RouterVoice('md04emd')).records())));
    await write(store, 1, renamed);
    await warm.handler(kinesisEvent(putsOf(teller.records())));
    const told = await swept(store, () => teller.now);
    expect(told.map(({ partitionKey }) => partitionKey)).toEqual(['md04emd', 'nj01emd']);
    await warm.handler(kinesisEvent(told));
    expect(await role(store)).toEqual(['inside', 'inside', 'inside', 'inside', 'outside', 'outside']);
  });

  it('a warm process does not go on by the rules that another has replaced', async () => {
    const store = new InMemoryStore();
    const teller = voice();
    const warm = ingestOver(store, () => teller.now);
    await warm.handler(kinesisEvent(putsOf(teller.records())));
    await write(store, 1, renamed);
    await ingestOver(store, () => teller.now).handler(kinesisEvent(await swept(store, () => teller.now)));
    await warm.handler(kinesisEvent(putsOf(teller.announce(untrust, '11.11.13.1/32', ['65000:1']).records())));
    expect(warm.counts.commitConflicts).toBe(1);
    expect(await role(store)).toEqual(['inside', 'inside', 'inside', 'outside']);
  });

  it('each partition of a router is told, and one says that it was done', async () => {
    const store = new InMemoryStore();
    const voices = [new RouterVoice('rr1'), new RouterVoice('rr1~1')];
    const [one, two] = voices;
    for (const each of voices) each.open({ sysName: 'rr1', partitions: 2 });
    one?.peerUp(trust).announce(trust, '11.11.11.1/32', ['13979:100']).endOfRib(trust).quiet(2);
    two?.peerUp(untrust).announce(untrust, '11.11.11.2/32', ['13979:200']).endOfRib(untrust).quiet(2);
    const now = () => one?.now ?? 0;
    const { handler } = ingestOver(store, now);
    for (const each of voices) await handler(kinesisEvent(putsOf(each.records())));
    await write(store, 1, renamed);
    const told = await swept(store, now);
    expect(told.map(({ partitionKey }) => partitionKey)).toEqual(['rr1', 'rr1~1']);
    await handler(kinesisEvent(told.slice(0, 1)));
    expect(await role(store)).toEqual(['inside', 'untrust']);
    expect((await swept(store, now)).map(({ partitionKey }) => partitionKey)).toEqual(['rr1~1']);
    await handler(kinesisEvent(told.slice(1)));
    expect(await role(store)).toEqual(['inside', 'outside']);
    expect((await eventsOf(store)).filter(({ type }) => type === 'rules.applied')).toHaveLength(1);
    expect(await store.get(kinds.partition.key('rr1~1'))).toMatchObject({ rulesVersion: 1 });
  });
});
