import { beforeEach, describe, expect, it } from 'vitest';
import type { Key } from '#model/keys.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import type { Document, Page, Range, Store, Stored, Versioned, Write } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice } from '../../model/router-voice.ts';
import { DelegatingStore } from '../../rib/delegating-store.ts';
import { openElement, renamed, swept, untrust, write } from './ruled-station.ts';
import { ingestOver, kinesisEvent, putsOf } from './stream.ts';

/** Notes the key of every item that is read or written. */
class KeyedStore extends DelegatingStore {
  readonly keys: Key[] = [];

  override get(key: Key): Promise<Document | undefined> {
    this.keys.push(key);
    return super.get(key);
  }

  override getImmutable(key: Key): Promise<Document | undefined> {
    this.keys.push(key);
    return super.getImmutable(key);
  }

  override write(writes: readonly Write[]): Promise<void> {
    this.keys.push(...writes.map((each) => ('put' in each ? each.put.key : each.delete)));
    return super.write(writes);
  }

  override putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    this.keys.push(stored.key);
    return super.putIfVersion(stored, version, ttl);
  }

  override putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    this.keys.push(stored.key);
    return super.putIfNewer(stored, ttl);
  }

  override async query(partition: string, range?: Range): Promise<Page> {
    const page = await super.query(partition, range);
    this.keys.push(...page.items.map(({ key }) => key));
    return page;
  }
}

const routers = ['nj01emd', 'nj01emd2', 'md04emd'];

describe('of several routers', () => {
  let voices: Map<string, RouterVoice>;
  const clock = Date.UTC(2027, 0, 1);

  const told = async (store: Store, ids: readonly string[]): Promise<void> => {
    voices = new Map(ids.map((id) => [id, openElement(new RouterVoice(id)).quiet(2).quiet(5)]));
    for (const voice of voices.values())
      await ingestOver(store, () => clock).handler(kinesisEvent(putsOf(voice.records())));
  };
  const change = () => putsOf(voices.get('nj01emd')?.withdraw(untrust, '11.11.11.2/32').quiet(5).records() ?? []);
  const ruled = async (store: Store) =>
    (await swept(store, () => clock)).filter(({ partitionKey }) => partitionKey === 'nj01emd');

  let inner: InMemoryStore;
  beforeEach(async () => {
    inner = new InMemoryStore();
    await told(inner, routers);
    await write(inner, 1, renamed);
  });

  it.each<[string, () => Promise<ReturnType<typeof change>>]>([
    ['a change on one', async () => change()],
    ['a change of the rules, told to one,', () => ruled(inner)],
  ])('%s reads and writes nothing of the others', async (_, puts) => {
    const keyed = new KeyedStore(inner);
    const { handler } = ingestOver(keyed, () => clock);
    expect((await handler(kinesisEvent(await puts()))).batchItemFailures).toEqual([]);
    const about = keyed.keys.map(({ pk, sk }) => routers.find((id) => `${pk}#${sk}`.split(/[#~]/).includes(id)) ?? pk);
    expect(new Set(about)).toEqual(new Set(['nj01emd', ...about.filter((pk) => /^(EVENTS|RULES)/.test(pk))]));
    expect(about.filter((id) => id === 'nj01emd').length).toBeGreaterThan(5);
  });

  it.each([true, false])('a change costs as much as if there were one only; of the rules: %s', async (ofRules) => {
    const cost = async (store: InMemoryStore) => {
      const metered = new MeteredStore(store);
      const puts = ofRules ? await ruled(store) : change();
      await ingestOver(metered, () => clock).handler(kinesisEvent(puts));
      return metered.usage();
    };
    const among = await cost(inner);
    const alone = new InMemoryStore();
    await told(alone, ['nj01emd']);
    await write(alone, 1, renamed);
    expect(among).toEqual(await cost(alone));
    expect(among.find(({ kind }) => kind === 'ELEMENT')?.requests).toBeGreaterThan(0);
  });
});
