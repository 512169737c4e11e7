import type { ChainState } from '#model/chains/chain-state.ts';
import type { GroupState } from '#model/chains/group-state.ts';
import type { CaptureState, RequestState } from '#model/control.ts';
import { type Key, kinds } from '#model/keys.ts';
import type {
  AnnouncementState,
  ClaimState,
  CollectorState,
  CommitState,
  ElementState,
  FindingState,
  HeadState,
  PeerState,
  RouterState,
  SteeringState,
} from '#model/state.ts';
import { type Document, queryAll, type Store } from './store.ts';

/** The document type of each kind of item. */
interface Documents {
  router: RouterState;
  /** A router as its partitions but the first know it. */
  partition: RouterState;
  claim: ClaimState;
  commit: CommitState;
  collector: CollectorState;
  request: RequestState;
  capture: CaptureState;
  peer: PeerState;
  announcement: AnnouncementState;
  element: ElementState;
  steering: SteeringState;
  finding: FindingState;
  head: HeadState;
  /** An element of which several routers see parts. */
  span: ElementState;
  group: GroupState;
  chain: ChainState;
}

export type DocumentKind = keyof Documents;

/** Stands where a document was, for who might still come to write it. */
export const goneDocument = (version: number): { gone: true; version: number } => ({ gone: true, version });

/** `key` is what `kinds[kind].key(…)` gave. */
export async function readOne<Kind extends DocumentKind>(
  store: Store,
  kind: Kind,
  key: Key,
): Promise<Documents[Kind] | undefined> {
  if (key.pk !== kinds[kind].pk) throw new TypeError(`the key is not one of a ${kind}`);
  const document = await store.get(key);
  return document && !isGone(document) ? typed(kind, document) : undefined;
}

/** All documents of a kind, or those whose sort key begins with `prefix`, in the order of their keys. */
export async function readAll<Kind extends DocumentKind>(
  store: Store,
  kind: Kind,
  prefix?: string,
): Promise<Documents[Kind][]> {
  const found: Documents[Kind][] = [];
  const range = prefix === undefined ? {} : { prefix };
  for await (const { document } of queryAll(store, kinds[kind].pk, range)) {
    if (!isGone(document)) found.push(typed(kind, document));
  }
  return found;
}

const isGone = (document: Document): boolean => document.gone === true;

/** Kinds of which the version is a part; of others it says when they were written, and nothing more. */
const versionedKinds: ReadonlySet<DocumentKind> = new Set<DocumentKind>(['commit', 'head', 'request']);

/** The one place where a document gets its type: only our own code writes the table. */
function typed<Kind extends DocumentKind>(kind: Kind, document: Document): Documents[Kind] {
  const { version, ...rest } = document;
  return (versionedKinds.has(kind) ? { version, ...rest } : rest) as unknown as Documents[Kind];
}
