import type { Key } from '#model/keys.ts';
import type { Document, Page, Range, Stored, Versioned, Write } from '#rib/store/store.ts';
import { DelegatingStore } from '../../rib/delegating-store.ts';

/** Keeps what was asked of it. */
export class RecordingStore extends DelegatingStore {
  readonly operations: string[] = [];

  override get(key: Key): Promise<Document | undefined> {
    this.operations.push(`get ${key.pk} ${key.sk}`);
    return super.get(key);
  }

  override write(writes: readonly Write[]): Promise<void> {
    this.operations.push(`write ${writes.length}`);
    return super.write(writes);
  }

  override putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    this.operations.push(`put ${stored.key.pk} ${stored.key.sk}`);
    return super.putIfVersion(stored, version, ttl);
  }

  override putIfNewer(stored: Versioned, ttl?: number): Promise<boolean> {
    this.operations.push(`put ${stored.key.pk} ${stored.key.sk}`);
    return super.putIfNewer(stored, ttl);
  }

  override query(partition: string, range: Range = {}): Promise<Page> {
    this.operations.push(['query', partition, range.prefix].filter((part) => part !== undefined).join(' '));
    return super.query(partition, range);
  }
}
