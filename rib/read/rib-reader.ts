import type { PartitionKey } from '#model/partition.ts';
import type { HeadPeer } from '#model/state.ts';
import { BlockReader } from '../base/block-reader.ts';
import type { Manifest } from '../base/manifest.ts';
import { behindManifest, readManifest, readManifestAt } from '../base/manifest-store.ts';
import { readFormerRows } from '../log/former-rows.ts';
import { type LogCommit, readLog, readRun, until } from '../log/log-commit.ts';
import { LogReader } from '../log/log-reader.ts';
import { type RouterHead, readHead, readHeads, readHeadsOf } from '../rows/head.ts';
import { feedKey } from '../rows/row.ts';
import { type Visibilities, visibilitiesAfter } from '../rows/visibility.ts';
import type { Store } from '../store/store.ts';
import { RibView } from './view.ts';

export interface RibReaderProps {
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Bounds on what is kept between reads, octets. */
  keepLogOctets?: number;
  keepBlockOctets?: number;
  /** Called for each part of a log or base that cannot be read; the others still answer. */
  onUnreadable?: (details: Record<string, string>, error: Error) => void;
}

interface KnownManifest {
  manifest: Manifest | null;
  readAt: number;
}

/** An older manifest, with more of the log laid over it, answers the same: how long it may serve, milliseconds. */
const oldestManifest = 30_000;
/** With that much of a log to lay over it, octets, it is worth a look whether there is a newer one. */
const muchLog = 128 * 1024;
const youngManifest = 1_000;

/** Opens the RIBs of routers, and keeps what cannot change any more. */
export class RibReader {
  readonly #props: RibReaderProps;
  readonly #log: LogReader;
  readonly #blocks: BlockReader;
  readonly #manifests = new Map<string, KnownManifest>();

  constructor(props: RibReaderProps) {
    const { store, keepLogOctets, keepBlockOctets, onUnreadable = () => {} } = props;
    this.#props = props;
    this.#blocks = new BlockReader(store, keepBlockOctets);
    this.#log = new LogReader({
      store,
      ...(keepLogOctets !== undefined && { keepOctets: keepLogOctets }),
      onUnreadable: (position, error) => onUnreadable({ log: position }, error),
    });
  }

  head(key: PartitionKey): Promise<RouterHead | undefined> {
    return readHead(this.#props.store, key);
  }

  headsOf(routerId: string): Promise<RouterHead[]> {
    return readHeadsOf(this.#props.store, routerId);
  }

  heads(): Promise<RouterHead[]> {
    return readHeads(this.#props.store);
  }

  /** As of the head; or of a newer one, where what the base shows is newer. */
  async open(head: RouterHead, family: string): Promise<RibView> {
    const { routerId, version } = head;
    const known = await this.#manifest(routerId, family);
    const commits = await this.#log.read(routerId, family, behindManifest(routerId, family, known), version);
    const manifest = octetsOf(commits) > muchLog ? await this.#manifest(routerId, family, youngManifest) : known;
    if (manifest !== null && manifest.version > version) {
      const newer = await this.head(routerId);
      if (newer && newer.version >= manifest.version) return this.open(newer, family);
    }
    if (manifest === known) return this.#view(head, family, manifest, commits);
    const rest = await this.#log.read(routerId, family, behindManifest(routerId, family, manifest), version);
    return this.#view(head, family, manifest, rest);
  }

  /** As it was served at a time (milliseconds since 1970); who the peers are is as of now. */
  async openAt(head: RouterHead, family: string, time: number): Promise<RibView> {
    const { store } = this.#props;
    const { routerId, version } = head;
    const manifest = await readManifestAt(store, routerId, family, time);
    const log = readLog(store, routerId, family, behindManifest(routerId, family, manifest));
    const { commits } = await readRun(until(log, time), version, Number.POSITIVE_INFINITY);
    const marks = commits.flatMap((commit) => commit.marks);
    const feeds = visibilitiesAfter(manifest?.feeds ?? new Map(), marks);
    return this.#view(headThen(head, family, feeds), family, manifest, commits);
  }

  async #view(
    head: RouterHead,
    family: string,
    manifest: Manifest | null,
    commits: readonly LogCommit[],
  ): Promise<RibView> {
    const { onUnreadable = () => {} } = this.#props;
    return new RibView({
      head,
      family,
      manifest,
      commits,
      former: await readFormerRows(this.#blocks, { routerId: head.routerId, family }, commits, manifest),
      blocks: this.#blocks,
      onUnreadable: (block, error) => onUnreadable({ routerId: head.routerId, family, block }, error),
    });
  }

  async #manifest(routerId: string, family: string, oldest = oldestManifest): Promise<Manifest | null> {
    const { store, now } = this.#props;
    const name = `${routerId}#${family}`;
    const known = this.#manifests.get(name);
    if (known && now() - known.readAt < oldest) return known.manifest;
    const manifest = await readManifest(store, routerId, family);
    const same = known?.manifest?.generation === manifest?.generation ? known : undefined;
    const kept = { manifest: same?.manifest ?? manifest, readAt: now() };
    this.#manifests.set(name, kept);
    return kept.manifest;
  }
}

const octetsOf = (commits: readonly LogCommit[]): number => commits.reduce((sum, { octets }) => sum + octets, 0);

/** The router's peers with the feeds of a family as they were; what was stale for want of a session is not told. */
function headThen(head: RouterHead, family: string, feeds: Visibilities): RouterHead {
  const peers = [...head.peers.values()].map((peer): HeadPeer => {
    const views = new Set(peer.feeds.filter((feed) => feed.family === family).map(({ view }) => view));
    return {
      ...peer,
      feeds: [...views].flatMap((view) => {
        const then = feeds.get(feedKey(peer.id, view));
        return then ? [{ view, family, state: 'synced' as const, ...then }] : [];
      }),
    };
  });
  return {
    ...head,
    session: { ...head.session, state: 'up' },
    peers: new Map(peers.map((peer) => [peer.id, peer])),
  };
}
