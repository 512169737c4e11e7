import type { HeadPeer } from '#model/state.ts';
import { zeroToken } from '#model/token.ts';
import { BlockReader } from './block-reader.ts';
import { type RouterHead, readHead, readHeads } from './head.ts';
import { type LogPart, readRun, segmentOf } from './log-part.ts';
import { LogReader } from './log-reader.ts';
import { type Manifest, readManifest, readPastManifest } from './manifest.ts';
import { feedKey } from './row.ts';
import type { Store } from './store.ts';
import { RibView } from './view.ts';
import { type Visibilities, visibilitiesAfter } from './visibility.ts';

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
      onUnreadable: (key, error) => onUnreadable({ ...key }, error),
    });
  }

  head(routerId: string): Promise<RouterHead | undefined> {
    return readHead(this.#props.store, routerId);
  }

  heads(): Promise<RouterHead[]> {
    return readHeads(this.#props.store);
  }

  /** As of the head; or of a newer one, where what the base shows is newer. */
  async open(head: RouterHead, family: string): Promise<RibView> {
    const { routerId, applied } = head;
    const known = await this.#manifest(routerId, family);
    const parts = await this.#log.read(routerId, family, known?.covered ?? zeroToken, applied);
    const manifest = octetsOf(parts) > muchLog ? await this.#manifest(routerId, family, youngManifest) : known;
    if (manifest !== null && manifest.covered > applied) {
      const newer = await this.head(routerId);
      if (newer && newer.applied >= manifest.covered) return this.open(newer, family);
    }
    if (manifest === known) return this.#view(head, family, manifest, parts);
    const rest = await this.#log.read(routerId, family, manifest?.covered ?? zeroToken, applied);
    return this.#view(head, family, manifest, rest);
  }

  /** As it was served at a time (milliseconds since 1970); who the peers are is as of now. */
  async openAt(head: RouterHead, family: string, time: number): Promise<RibView> {
    const { store } = this.#props;
    const { routerId, applied } = head;
    const manifest = await readPastManifest(store, routerId, family, time);
    const bounds = { covered: manifest?.covered ?? zeroToken, applied, mostOctets: Number.POSITIVE_INFINITY };
    const run = await readRun(store, routerId, family, bounds);
    const parts = run.parts.filter(({ receivedAt }) => receivedAt <= time);
    const marks = parts.flatMap(segmentOf).flatMap((segment) => segment.marks);
    const feeds = visibilitiesAfter(manifest?.feeds ?? new Map(), marks, applied);
    return this.#view(headThen(head, family, feeds), family, manifest, parts);
  }

  #view(head: RouterHead, family: string, manifest: Manifest | null, parts: readonly LogPart[]): RibView {
    const { onUnreadable = () => {} } = this.#props;
    return new RibView({
      head,
      family,
      manifest,
      parts,
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

const octetsOf = (parts: readonly LogPart[]): number => parts.reduce((sum, { octets }) => sum + octets, 0);

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
