import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatPrefix } from '#protocol/net/prefix.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import { scan } from '#rib/read/scan.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice, type SessionOfElement, session } from '../../model/router-voice.ts';
import { ingestOver, kinesisEvent, type Put, putsOf } from './stream.ts';
import { announcementsOf } from './table.ts';

const peers = [0, 1, 2].map((n) => session(`192.168.1.${n + 2}`, 65100 + n, `11.11.11.${n}`));
const prefixes = ['10.0.0.0/8', '10.1.0.0/16', '10.1.1.0/24', '11.11.11.1/32'];
const tags = ['13979:100', '13979:200', '65000:1'];

type Act =
  | { kind: 'up' | 'down'; peer: number }
  | { kind: 'announce'; peer: number; prefix: number; tag: number }
  | { kind: 'withdraw'; peer: number; prefix: number }
  | { kind: 'reconnect'; meanwhile: Act[]; lateWord: boolean };

const peer = fc.nat(peers.length - 1);
const prefix = fc.nat(prefixes.length - 1);
const plainAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constantFrom('up' as const, 'down' as const), peer }),
  fc.record({ kind: fc.constant('announce' as const), peer, prefix, tag: fc.nat(tags.length - 1) }),
  fc.record({ kind: fc.constant('announce' as const), peer, prefix, tag: fc.nat(tags.length - 1) }),
  fc.record({ kind: fc.constant('withdraw' as const), peer, prefix }),
);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: plainAct },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reconnect' as const),
      meanwhile: fc.array(plainAct, { maxLength: 6 }),
      lateWord: fc.boolean(),
    }),
  },
);

/** What the router itself has: of each peer that is up, its routes. */
class TrueRouter {
  readonly ribs = peers.map(() => null as Map<string, string> | null);
  readonly voice = new RouterVoice();
  readonly #endsDumps: boolean;
  #late: Put[] = [];

  /** FRR sends no End-of-RIB for a peer that comes up after the BMP session. */
  constructor(endsDumps: boolean) {
    this.#endsDumps = endsDumps;
    this.voice.open();
  }

  perform(act: Act, aloud = true): void {
    const voice = aloud ? this.voice : new RouterVoice();
    if (act.kind === 'reconnect') this.#reconnect(act.meanwhile, act.lateWord);
    else this.#change(act, this.ribs[act.peer] ?? null, peers[act.peer] ?? fail(), voice);
  }

  #change(
    act: Exclude<Act, { kind: 'reconnect' }>,
    rib: Map<string, string> | null,
    who: SessionOfElement,
    voice: RouterVoice,
  ): void {
    if (act.kind === 'up' && rib === null) {
      this.ribs[act.peer] = new Map();
      voice.peerUp(who);
      if (this.#endsDumps) voice.endOfRib(who);
    } else if (act.kind === 'down' && rib !== null) {
      this.ribs[act.peer] = null;
      voice.peerDown(who);
    } else if (act.kind === 'announce' && rib !== null) {
      const [route = '', tag = ''] = [prefixes[act.prefix], tags[act.tag]];
      rib.set(route, tag);
      voice.announce(who, route, [tag]);
    } else if (act.kind === 'withdraw' && rib !== null) {
      const route = prefixes[act.prefix] ?? '';
      if (rib.delete(route)) voice.withdraw(who, route);
    }
  }

  /** What the router has said since, in the order in which the stream got it. */
  puts(): Put[] {
    const puts = putsOf(this.voice.records());
    return this.#late.length === 0 ? puts : puts.toSpliced(-2, 0, ...this.#late.splice(0));
  }

  /**
   * The station is blind for a while, then hears of every peer that is up, and all its routes, one record at a time. A
   * dead collector's last word may reach the stream in the middle of that.
   */
  #reconnect(meanwhile: readonly Act[], lateWord: boolean): void {
    const { voice } = this;
    if (lateWord) this.#late = putsOf(voice.announce(peers[0] ?? fail(), '99.9.9.9/32', ['13979:100']).records());
    voice.lose();
    for (const unseen of meanwhile) this.perform(unseen, false);
    voice.open().cut();
    this.ribs.forEach((rib, index) => {
      if (rib !== null) voice.peerUp(peers[index] ?? fail()).cut();
    });
    this.ribs.forEach((rib, index) => {
      const who = peers[index] ?? fail();
      for (const [route, tag] of rib ?? []) voice.announce(who, route, [tag]).cut();
      if (rib !== null && this.#endsDumps) voice.endOfRib(who).cut();
    });
    voice.quiet(2).quiet(30).quiet(300).quiet(2);
  }

  /** `peer prefix` of all its routes, with their tag. */
  routes(): Map<string, string> {
    const routes = new Map<string, string>();
    this.ribs.forEach((rib, index) => {
      for (const [route, tag] of rib ?? []) routes.set(`${peers[index]?.address} ${route}`, tag);
    });
    return routes;
  }
}

function fail(): never {
  throw new Error('no such peer');
}

const isService = (tag: string): boolean => tag !== '65000:1';

async function heldRoutes(store: InMemoryStore): Promise<string[]> {
  const reader = new RibReader({ store, now: Date.now });
  const head = await reader.head('nj01emd');
  if (!head) return [];
  const routes: string[] = [];
  for await (const some of scan([await reader.open(head, 'ipv4-unicast')], null)) {
    routes.push(...some.map(({ peer, nlri }) => `${peer.address} ${formatPrefix(nlri, 4)}`));
  }
  return routes.sort();
}

const heldAnnouncements = async (store: InMemoryStore): Promise<string[]> =>
  (await announcementsOf(store)).map((a) => `${a.peerAddress} ${a.prefix}`).sort();

it('holds what the router has, after any history; and while it learns anew, all that never went away', async () => {
  const history = fc.array(act, { minLength: 1, maxLength: 25 });
  const duplicated = fc.infiniteStream(fc.nat(9));
  await fc.assert(
    fc.asyncProperty(history, duplicated, fc.boolean(), async (acts, dice, endsDumps) => {
      const router = new TrueRouter(endsDumps);
      const store = new InMemoryStore();
      const { handler } = ingestOver(store);
      const told: Put[] = [];
      for (const one of acts) {
        const before = router.routes();
        router.perform(one);
        const after = router.routes();
        const kept = [...after.keys()].filter((route) => one.kind !== 'down' && before.has(route));
        for (const put of router.puts()) {
          told.push(put);
          const again = dice.next().value === 0 ? told.slice(-3) : [put];
          expect((await handler(kinesisEvent(again))).batchItemFailures).toEqual([]);
          expect(await heldRoutes(store)).toEqual(expect.arrayContaining(kept));
        }
        expect(await heldRoutes(store)).toEqual([...after.keys()].sort());
        const services = [...after].filter(([, tag]) => isService(tag)).map(([route]) => route);
        expect(await heldAnnouncements(store)).toEqual(services.sort());
      }
    }),
    { numRuns: 150 },
  );
});
