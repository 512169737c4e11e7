import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { referenceLab } from '#local/reference-lab.ts';
import { Simulator } from '#local/simulator.ts';
import { waitFor } from '#local/wait.ts';
import { attributesToJson } from '#protocol/bgp/attributes/index.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { Framer } from '#protocol/bmp/framer.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';

/** A station that decodes what it hears, connection by connection, and says nothing. */
class ListeningStation {
  readonly connections: { messages: BmpMessage[]; socket: Socket; ended: boolean }[] = [];
  readonly #server: Server = createServer((socket) => this.#accept(socket));

  async open(port = 0): Promise<number> {
    this.#server.listen({ host: '127.0.0.1', port });
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  close(): void {
    this.#server.close();
    for (const { socket } of this.connections) socket.destroy();
  }

  /** Messages of the latest connection of the router. */
  from(sysName: string): BmpMessage[] {
    const heard = this.connections.filter(({ messages }) =>
      messages.some((message) => message.type === 'initiation' && message.sysName === sysName),
    );
    return heard.at(-1)?.messages ?? [];
  }

  #accept(socket: Socket): void {
    const connection = { messages: [] as BmpMessage[], socket, ended: false };
    this.connections.push(connection);
    const framer = new Framer();
    const decoder = new BmpDecoder();
    socket.on('error', () => undefined);
    socket.on('end', () => {
      connection.ended = true;
    });
    socket.on('data', (chunk) => {
      framer.push(chunk);
      for (let frame = framer.next(); frame !== null; frame = framer.next()) {
        const decoded = decoder.decode(frame);
        if (decoded.message === null) throw new Error(`undecodable: ${decoded.reason}`);
        if (decoded.issues.length > 0) throw new Error(`issues: ${JSON.stringify(decoded.issues)}`);
        connection.messages.push(decoded.message);
      }
    });
  }
}

let station: ListeningStation;
let lab: Simulator;
const timings = { statisticsSeconds: 0.2, reconnect: { first: 20, longest: 100 } };

beforeEach(async () => {
  station = new ListeningStation();
  lab = new Simulator({ host: '127.0.0.1', port: await station.open() }, referenceLab(), timings);
});
afterEach(() => {
  lab.stop();
  station.close();
});

const ofType = <Type extends BmpMessage['type']>(messages: BmpMessage[], type: Type) =>
  messages.filter((message): message is Extract<BmpMessage, { type: Type }> => message.type === type);

/** `view peer +prefix communities`, `view peer -prefix` or `view peer end` of each Route Monitoring. */
function routesIn(messages: BmpMessage[]): string[] {
  return ofType(messages, 'route-monitoring').flatMap(({ peer, updates }) =>
    updates.flatMap((update) => {
      const subject = `${peer.view} ${peer.address}`;
      const { communities } = attributesToJson(update.attributes);
      return [
        ...update.announced.flatMap(({ family, routes }) =>
          routes.map((route) => `${subject} +${family.format(route)} ${communities}`),
        ),
        ...update.withdrawn.flatMap(({ family, routes }) =>
          routes.map((route) => `${subject} -${family.format(route)}`),
        ),
        ...(update.endOfRib ? [`${subject} end`] : []),
      ];
    }),
  );
}

/** Starts the lab and waits for nj01emd's dump, which ends with eight End-of-RIBs. */
async function dumped(): Promise<void> {
  lab.start();
  await waitFor(
    async () => routesIn(station.from('nj01emd')).filter((text) => text.endsWith('end')).length === 8,
    'the dump',
  );
}

/** What nj01emd says because of an act. */
async function saidAfter(act: () => void, count: number): Promise<BmpMessage[]> {
  const relevant = () => station.from('nj01emd').filter(({ type }) => type !== 'statistics-report');
  const before = relevant().length;
  act();
  await waitFor(async () => relevant().length >= before + count, `${count} messages`);
  return relevant().slice(before);
}

test('a session begins like those of the captures: Initiation, Peer Ups with both OPENs, routes of both views, End-of-RIBs', async () => {
  await dumped();
  const messages = station.from('nj01emd');
  expect(messages[0]).toMatchObject({ type: 'initiation', sysName: 'nj01emd', sysDescr: 'FRRouting 8.4.4' });
  expect(ofType(messages, 'peer-up')[1]).toMatchObject({
    peer: { type: 'global', address: '192.168.1.6', asn: 65101, bgpId: '11.11.11.11' },
    localAddress: '192.168.1.5',
    sentOpen: { asn: 65000, bgpId: '10.0.0.1' },
    receivedOpen: {
      asn: 65101,
      bgpId: '11.11.11.11',
      capabilities: [
        { code: 1, afi: 1, safi: 1 },
        { code: 2 },
        { code: 65, asn: 65101 },
        { code: 73, hostName: 'sc1', domainName: '' },
      ],
    },
    tlvs: [{ type: 0, text: 'sc1-untrust' }],
  });
  expect(routesIn(messages).slice(4, 8)).toEqual([
    'adj-rib-in-pre 192.168.1.6 +11.11.11.2/32 13979:200',
    'adj-rib-in-post 192.168.1.6 +11.11.11.2/32 13979:200',
    'adj-rib-in-pre 192.168.1.6 end',
    'adj-rib-in-post 192.168.1.6 end',
  ]);
});

test('three routers announce twelve service prefixes, each in both views', async () => {
  await dumped();
  const sysNames = ['nj01emd', 'md04emd', 'la06emd'];
  await waitFor(async () => sysNames.every((name) => routesIn(station.from(name)).length === 16), 'three dumps');
  const announced = sysNames.flatMap((name) => routesIn(station.from(name))).filter((text) => text.includes('+'));
  expect(announced).toHaveLength(24);
  expect(new Set(announced.map((text) => /\+(\S+)/.exec(text)?.[1]))).toEqual(
    new Set([11, 12, 13, 14, 15, 16].flatMap((n) => [`${n}.${n}.${n}.1/32`, `${n}.${n}.${n}.2/32`])),
  );
});

test('withdraw and announce speak in both views', async () => {
  await dumped();
  const router = lab.router('nj01emd');
  expect(routesIn(await saidAfter(() => router.withdraw('sc1', 'trust'), 2))).toEqual([
    'adj-rib-in-pre 192.168.1.2 -11.11.11.1/32',
    'adj-rib-in-post 192.168.1.2 -11.11.11.1/32',
  ]);
  const communities = [13979 * 65536 + 101, 13979 * 65536 + 100];
  expect(routesIn(await saidAfter(() => router.announce('sc1', 'trust', { communities }), 2))).toEqual([
    'adj-rib-in-pre 192.168.1.2 +11.11.11.1/32 13979:101,13979:100',
    'adj-rib-in-post 192.168.1.2 +11.11.11.1/32 13979:101,13979:100',
  ]);
});

test('reject withdraws from the post-policy view alone, accept announces there again', async () => {
  await dumped();
  const router = lab.router('nj01emd');
  expect(routesIn(await saidAfter(() => router.reject('sc2', 'untrust'), 1))).toEqual([
    'adj-rib-in-post 192.168.2.6 -12.12.12.2/32',
  ]);
  expect(routesIn(await saidAfter(() => router.accept('sc2', 'untrust'), 1))).toEqual([
    'adj-rib-in-post 192.168.2.6 +12.12.12.2/32 13979:200',
  ]);
});

test('peerDown says why and withdraws nothing; peerUp brings the routes back, without End-of-RIB', async () => {
  await dumped();
  const router = lab.router('nj01emd');
  const down = await saidAfter(() => router.peerDown('sc1', 'trust', 3), 1);
  expect(down).toMatchObject([
    { type: 'peer-down', reason: 3, notification: { code: 6, subcode: 2 }, peer: { address: '192.168.1.2' } },
  ]);
  const up = await saidAfter(() => router.peerUp('sc1', 'trust'), 3);
  expect(up[0]).toMatchObject({ type: 'peer-up', peer: { address: '192.168.1.2' } });
  expect(routesIn(up)).toEqual([
    'adj-rib-in-pre 192.168.1.2 +11.11.11.1/32 13979:100',
    'adj-rib-in-post 192.168.1.2 +11.11.11.1/32 13979:100',
  ]);
});

test('a cut connection is dialled again, and the dump shows what became of the routes meanwhile', async () => {
  await dumped();
  const router = lab.router('nj01emd');
  router.cut();
  router.withdraw('sc1', 'trust');
  router.peerDown('sc2', 'trust');
  await waitFor(async () => router.connections === 2, 'the second connection');
  await waitFor(async () => routesIn(station.from('nj01emd')).length >= 10, 'the second dump');
  expect(ofType(station.from('nj01emd'), 'peer-up').map(({ peer }) => peer.address)).toEqual([
    '192.168.1.2',
    '192.168.1.6',
    '192.168.2.6',
  ]);
  expect(routesIn(station.from('nj01emd')).join()).not.toContain('11.11.11.1/32');
});

test('while nobody listens it dials with growing pauses, and connects once somebody does', async () => {
  const away = new ListeningStation();
  const port = await away.open();
  away.close();
  const quiet = new Simulator({ host: '127.0.0.1', port }, referenceLab().slice(0, 1), timings);
  quiet.start();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(quiet.router('nj01emd').connected).toBe(false);
  const back = new ListeningStation();
  await back.open(port);
  await waitFor(async () => quiet.router('nj01emd').connected, 'the connection');
  quiet.stop();
  back.close();
});

test('terminate says so, closes, and stays away until start', async () => {
  await dumped();
  const router = lab.router('nj01emd');
  const [said] = await saidAfter(() => router.terminate(), 1);
  expect(said).toMatchObject({ type: 'termination', reason: 0 });
  await waitFor(async () => station.connections.some(({ ended }) => ended), 'the end of the connection');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(router.connections).toBe(1);
  router.start();
  await waitFor(async () => router.connections === 2, 'the second connection');
});

test('statistics come for every session that is up, with the gauge of its routes', async () => {
  await dumped();
  lab.router('nj01emd').peerDown('sc1', 'trust');
  const from = station.from('nj01emd').length;
  const reports = () => ofType(station.from('nj01emd').slice(from), 'statistics-report');
  await waitFor(async () => reports().length >= 3, 'statistics');
  const addresses = new Set(
    reports()
      .slice(-3)
      .map(({ peer }) => peer.address),
  );
  expect(addresses).toEqual(new Set(['192.168.1.6', '192.168.2.2', '192.168.2.6']));
  expect(
    reports()
      .at(-1)
      ?.counters.find(({ type }) => type === 7),
  ).toMatchObject({ value: 1n });
});
