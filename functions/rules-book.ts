import { rulesKeys } from '#model/keys.ts';
import { CompiledRules } from '#model/rules/compiled-rules.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { type DiscoveryRules, discoveryRules } from '#model/rules/discovery-rules.ts';
import type { Document, Store } from '#rib/store/store.ts';

/** A version of the rules as it was written. Version 0 is ours, and counts until there is another. */
export interface RulesVersion {
  version: number;
  rules: DiscoveryRules;
  /** Milliseconds since 1970; null for version 0. */
  writtenAt: number | null;
  /** What whoever wrote it said of it. */
  comment: string | null;
  /** Who wrote it, as the API knew them; null for version 0, and where nobody asked. */
  author: string | null;
}

const ours: RulesVersion = { version: 0, rules: defaultRules, writtenAt: null, comment: null, author: null };

export async function readCurrentRules(store: Store): Promise<RulesVersion> {
  const { items } = await store.query(rulesKeys.partition, { descending: true, limit: 1 });
  return items[0] ? parsed(items[0].document) : ours;
}

export async function readRules(store: Store, version: number): Promise<RulesVersion | undefined> {
  if (version === 0) return ours;
  const document = await store.getImmutable(rulesKeys.key(version));
  return document && parsed(document);
}

/** The newest first, without what they say. */
export async function readRulesVersions(store: Store, limit: number): Promise<Omit<RulesVersion, 'rules'>[]> {
  const { items } = await store.query(rulesKeys.partition, { descending: true, limit });
  const written = items.map(({ document }) => parsed(document)).map(({ rules: _rules, ...about }) => about);
  return written.length < limit ? [...written, { version: 0, writtenAt: null, comment: null, author: null }] : written;
}

/** False where that version has been written meanwhile. */
export function writeRules(store: Store, version: RulesVersion): Promise<boolean> {
  return store.putIfVersion({ key: rulesKeys.key(version.version), document: { ...version } }, null);
}

/** The schema fills in what has come to it since the document was written. */
function parsed({ version, rules, writtenAt, comment, author }: Document): RulesVersion {
  return {
    version: Number(version),
    rules: discoveryRules.parse(rules),
    writtenAt: typeof writtenAt === 'number' ? writtenAt : null,
    comment: typeof comment === 'string' ? comment : null,
    author: typeof author === 'string' ? author : null,
  };
}

/** How long the current version is taken to be the current one, milliseconds. */
const oldest = 5_000;
const mostVersions = 16;

/** Versions of the rules, ready for use. */
export interface Rulebook {
  current(): Promise<CompiledRules>;
  /** The current one where there is none of that version: a table that was restored has lost the newest. */
  version(version: number): Promise<CompiledRules>;
}

/** Those in the table. */
export class RulesBook implements Rulebook {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #compiled = new Map<number, CompiledRules>();
  #current: { version: number; readAt: number } | null = null;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  async current(): Promise<CompiledRules> {
    const known = this.#current && this.#now() - this.#current.readAt < oldest ? this.#current.version : null;
    const compiled = known === null ? undefined : this.#compiled.get(known);
    if (compiled) return compiled;
    const read = await readCurrentRules(this.#store);
    this.#current = { version: read.version, readAt: this.#now() };
    return this.#compile(read);
  }

  async version(version: number): Promise<CompiledRules> {
    const known = this.#compiled.get(version);
    if (known) return known;
    const read = await readRules(this.#store, version);
    return read ? this.#compile(read) : this.current();
  }

  #compile({ version, rules }: RulesVersion): CompiledRules {
    const known = this.#compiled.get(version);
    if (known) return known;
    const compiled = new CompiledRules(version, rules);
    this.#compiled.set(version, compiled);
    const first = this.#compiled.keys().next().value;
    if (this.#compiled.size > mostVersions && first !== undefined) this.#compiled.delete(first);
    return compiled;
  }
}
