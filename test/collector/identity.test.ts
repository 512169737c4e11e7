import { afterEach, expect, test } from 'vitest';
import { announcement, initiation, peerUp } from './messages.ts';
import { type Client, type Station, startStation, until } from './station.ts';

let station: Station;
afterEach(() => station.stop());

async function connected(from: string | undefined, ...messages: Uint8Array[]): Promise<Client> {
  const client = await station.dial(from);
  await client.send(...messages);
  return client;
}

const opened = (routerId: string) => station.sink.events(routerId).find((event) => event.kind === 'session-open');
const openedSoon = async (routerId: string) => {
  await until(() => opened(routerId) !== undefined);
  return opened(routerId);
};

test('three routers from one source address are three routers', async () => {
  station = await startStation();
  for (const [index, name] of ['nj01emd', 'md04emd', 'la06emd'].entries()) {
    await connected('127.0.0.1', initiation(name), peerUp(`1.1.1.${index}`), announcement([`10.${index}.0.0/16`]));
  }
  for (const name of ['nj01emd', 'md04emd', 'la06emd']) {
    await until(() => station.sink.events(name).length === 4);
    expect(station.claims.claims.get(name)).toMatchObject({ source: '127.0.0.1', session: 1, open: true });
  }
});

test('three boxes that all call themselves GoBGP are told apart by their BGP identifiers', async () => {
  station = await startStation();
  for (const id of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) await connected(undefined, initiation('GoBGP'), peerUp(id));
  for (const id of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
    expect(await openedSoon(`gobgp@${id}`)).toMatchObject({
      identity: 'generic-sys-name',
      bgpId: id,
      sysName: 'GoBGP',
    });
  }
});

test('boxes of one generic name whose peers come up only after the wait are still told apart', async () => {
  station = await startStation();
  const clients = [];
  for (const id of ['1.1.1.1', '2.2.2.2'])
    clients.push({ id, client: await connected(undefined, initiation('GoBGP')) });
  await new Promise((resolve) => setTimeout(resolve, 5500));
  for (const { id, client } of clients) await client.send(peerUp(id));
  for (const { id } of clients) expect(await openedSoon(`gobgp@${id}`)).toMatchObject({ bgpId: id });
});

test('no sysName and no BGP identifier when the connection ends: the source qualifies', async () => {
  station = await startStation();
  const client = await connected('127.0.0.3', initiation(null), announcement(['10.0.0.0/8']));
  await client.end();
  expect(await openedSoon('unnamed@127.0.0.3')).toMatchObject({ identity: 'no-sys-name', bgpId: null });
  await until(() => station.sink.events('unnamed@127.0.0.3').at(-1)?.kind === 'session-lost');
});

test('the wait for a BGP identifier ends after 5 s', async () => {
  station = await startStation();
  const began = Date.now();
  await connected(undefined, initiation('Not defined'), announcement(['10.0.0.0/8']));
  expect(await openedSoon('not-defined@127.0.0.1')).toMatchObject({ identity: 'generic-sys-name' });
  expect(Date.now() - began).toBeGreaterThan(4900);
  await until(() => station.sink.events('not-defined@127.0.0.1').some(({ kind }) => kind === 'announce'));
});

test('the wait for a BGP identifier ends with 64 messages', async () => {
  station = await startStation();
  const messages = Array.from({ length: 63 }, () => announcement(['10.0.0.0/8']));
  await connected(undefined, initiation('bird'), ...messages);
  await openedSoon('bird@127.0.0.1');
});

test('a second router with the sysName of a live one is qualified, and neither disturbs the other', async () => {
  station = await startStation();
  const first = await connected('127.0.0.1', initiation('pe'), peerUp('1.1.1.1'));
  await until(() => station.claims.claims.get('pe')?.bgpId === '1.1.1.1');
  await connected('127.0.0.2', initiation('pe'), peerUp('2.2.2.2'));
  expect(await openedSoon('pe@2.2.2.2')).toMatchObject({ identity: 'duplicate-sys-name', bgpId: '2.2.2.2' });
  expect(first.socket.closed).toBe(false);
  expect(station.claims.claims.get('pe')).toMatchObject({ session: 1, open: true });
});

test('so it is when both come from one source', async () => {
  station = await startStation();
  await connected(undefined, initiation('pe'), peerUp('1.1.1.1'));
  await until(() => station.claims.claims.get('pe')?.bgpId === '1.1.1.1');
  await connected(undefined, initiation('pe'), peerUp('2.2.2.2'));
  await openedSoon('pe@2.2.2.2');
});

test('the same router from another address is the same router', async () => {
  station = await startStation();
  await connected('127.0.0.1', initiation('pe'), peerUp('1.1.1.1'));
  await until(() => station.claims.claims.get('pe')?.bgpId === '1.1.1.1');
  await connected('127.0.0.2', initiation('pe'), peerUp('1.1.1.1'));
  await until(() => station.sink.recordsOf('pe').at(-1)?.session === 2);
  expect(station.claims.claims.get('pe')).toMatchObject({ source: '127.0.0.2' });
});

test('a claim whose collector has died is taken over', async () => {
  station = await startStation();
  const longAgo = Date.now() - 200_000;
  const holder = { bgpId: '9.9.9.9', collectorId: 'dead' };
  const shown = { certified: false, openings: [] };
  const stale = { routerId: 'pe', source: '192.0.2.1', partitions: 1, ...holder, ...shown, now: longAgo };
  await station.claims.open(stale, null);
  await connected(undefined, initiation('pe'));
  expect(await openedSoon('pe')).toMatchObject({ identity: 'sys-name' });
  expect(station.sink.recordsOf('pe')[0]?.session).toBe(2);
});

test('a mapping names the router by sysName or by source', async () => {
  const routerIds = new Map([
    ['GoBGP', 'edge-1'],
    ['127.0.0.2', 'edge-2'],
  ]);
  station = await startStation({ routerIds });
  await connected(undefined, initiation('GoBGP'));
  await connected('127.0.0.2', initiation('whatever'));
  expect(await openedSoon('edge-1')).toMatchObject({ identity: 'mapped' });
  expect(await openedSoon('edge-2')).toMatchObject({ identity: 'mapped' });
});
