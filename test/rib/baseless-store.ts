import { type Key, kindOf } from '#model/keys.ts';
import type { Document } from '#rib/store/store.ts';
import { DelegatingStore } from './delegating-store.ts';

/** The table as one sees it who finds no base there: ingest writes every row of a dump then, and names none of a block. */
export class BaselessStore extends DelegatingStore {
  override async get(key: Key): Promise<Document | undefined> {
    return kindOf(key.pk) === 'BASE' ? undefined : super.get(key);
  }
}
