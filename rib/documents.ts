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
} from '#model/state.ts';
import { type Document, queryAll, type Store } from './store.ts';

/** The document type of each kind of item. */
interface Documents {
  router: RouterState;
  claim: ClaimState;
  commit: CommitState;
  collector: CollectorState;
  peer: PeerState;
  announcement: AnnouncementState;
  element: ElementState;
  finding: FindingState;
  head: HeadState;
}

export type DocumentKind = keyof Documents;

/** `key` is what `kinds[kind].key(…)` gave. */
export async function readOne<Kind extends DocumentKind>(
  store: Store,
  kind: Kind,
  key: Key,
): Promise<Documents[Kind] | undefined> {
  if (key.pk !== kinds[kind].pk) throw new TypeError(`the key is not one of a ${kind}`);
  const document = await store.get(key);
  return document && typed<Kind>(document);
}

/** All documents of a kind, or those whose sort key begins with `prefix`, in the order of their keys. */
export async function readAll<Kind extends DocumentKind>(
  store: Store,
  kind: Kind,
  prefix?: string,
): Promise<Documents[Kind][]> {
  const found: Documents[Kind][] = [];
  const range = prefix === undefined ? {} : { prefix };
  for await (const { document } of queryAll(store, kinds[kind].pk, range)) found.push(typed<Kind>(document));
  return found;
}

/** The one place where a document gets its type: only our own code writes the table. */
const typed = <Kind extends DocumentKind>(document: Document): Documents[Kind] =>
  document as unknown as Documents[Kind];
