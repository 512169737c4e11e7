/** A fault planted into the code: the simulation has to find each of them, or it would find no real one of its kind. */
export interface Mutation {
  name: string;
  /** From the root of the checkout. */
  file: string;
  /** Stands there once. */
  original: string;
  planted: string;
}

export const mutations: readonly Mutation[] = [
  {
    name: 'the highest token need not win',
    file: 'rib/rows/merge.ts',
    original: 'comparePositions(a, b) || (a.token < b.token ? -1 : a.token > b.token ? 1 : 0);',
    planted: 'comparePositions(a, b);',
  },
  {
    name: 'what a dump no longer has is not swept away',
    file: 'rib/rows/visibility.ts',
    original: 'feed !== undefined && feed.visibleFrom <= token;',
    planted: 'feed !== undefined;',
  },
  {
    name: 'a manifest is flipped whatever it was made from',
    file: 'rib/base/manifest-store.ts',
    original: 'return store.putIfVersion({ key: manifestKeys.current(routerId, family), document }, before);',
    planted:
      'return store.write([{ put: { key: manifestKeys.current(routerId, family), document } }]).then(() => before !== 0);',
  },
  {
    name: 'rows count without a seal',
    file: 'rib/log/log-commit.ts',
    original: 'const segments = items.map((item) =>',
    planted: "const segments = [...data.keys()].filter((item) => !item.endsWith('repeats')).map((item) =>",
  },
  {
    name: 'a route that was hidden is not new when it comes again',
    file: 'rib/rows/fold.ts',
    original: 'const known = wasHidden ? null : before;',
    planted: 'const known = wasHidden && false ? null : before;',
  },
  {
    name: 'a late journal undoes a later commit',
    file: 'functions/journal.ts',
    original: 'await store.putIfNewer({ key, document: { ...document, version } }, write.ttl);',
    planted: 'await store.write([{ put: { key, document: { ...document, version } } }]);',
  },
  {
    name: 'what a dump repeats of the base is forgotten',
    file: 'rib/rows/overlay.ts',
    original: 'repeated?.of(place, row) ?? noRows',
    planted: 'noRows',
  },
  {
    name: 'what covers the block behind one that stays is forgotten',
    file: 'rib/base/covers.ts',
    original: 'for (const length of next.covers) {',
    planted: 'for (const length of next.covers.slice(1)) {',
  },
  {
    name: 'blocks are not written anew before they expire',
    file: 'rib/base/compaction.ts',
    original: 'if (this.#began - writtenAt * 1000 > blockLease / 2) return false;',
    planted: '',
  },
  {
    name: 'a base newer than the head is read with the old head',
    file: 'rib/read/rib-reader.ts',
    original: 'if (manifest !== null && manifest.version > version) {',
    planted: 'if (manifest !== null && manifest.version > version && version < 0) {',
  },
  {
    name: 'the sweep is believed though the session has spoken since',
    file: 'functions/ingest/step.ts',
    original: "'afterSeq' in event && applied > tokenOf(session, event.afterSeq)",
    planted: "'afterSeq' in event && applied > tokenOf(session, event.afterSeq) && session < 0",
  },
  {
    name: 'a page of a history begins where the clock says, which goes back',
    file: 'functions/api/routes/history-page.ts',
    original: 'const { receivedAt: time, routerId, version } = change;',
    planted: 'const { at: time, routerId, version } = change;',
  },
  {
    name: 'of what differs between two feeds the rows of the right one alone are forgotten',
    file: 'rib/read/diff.ts',
    original: 'for (const other of right.slice(next)) yield { key: other.key, left: null, right: other };',
    planted: '',
  },
  {
    name: 'a history does not tell what the end of a dump hid',
    file: 'rib/read/timeline.ts',
    original: 'known.token < visibleFrom)',
    planted: 'known.token < visibleFrom && visibleFrom > incarnation)',
  },
  {
    name: 'a page of the API begins behind all routes of the NLRI that the last one ended with',
    file: 'functions/api/routes/scan-position.ts',
    original: "toString('base64url'), routerId, feed]);",
    planted: "toString('base64url'), routerId, '\\uffff']);",
  },
];
