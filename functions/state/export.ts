import { tableKeyNames } from '#model/keys.ts';
import { isCarried, lastPartitions, rulesPartition, type Selection } from './kinds.ts';
import { type Item, LineHash, lineOfItem, partitionOf, type StateHeader, type StateTrailer } from './state-file.ts';
import type { TableReader } from './table-reader.ts';

export interface ExportProps {
  table: TableReader;
  tableName: string;
  selection: Selection;
  /** Scans side by side. */
  segments: number;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Told of what the last line says. */
  onEnd: (trailer: StateTrailer) => void;
}

/** The lines of a file of state, without their ends. */
export async function* exportLines(props: ExportProps): AsyncGenerator<string> {
  const { table, tableName, selection, now, onEnd } = props;
  const begun = now();
  const hash = new LineHash();
  const said = (line: string): string => {
    hash.add(line);
    return line;
  };
  const header: StateHeader = {
    format: 'bmpaas-state',
    version: 1,
    selection,
    table: tableName,
    begun: new Date(begun).toISOString(),
  };
  yield said(JSON.stringify(header));
  const before = await table.commits();
  let count = 0;
  for await (const items of carried(props)) {
    for (const item of items) {
      if (isExpired(item, begun)) continue;
      count += 1;
      yield said(lineOfItem(item));
    }
  }
  const changedMeanwhile = selection === 'rules' ? [] : changes(before, await table.commits());
  const end: StateTrailer = { items: count, sha256: hash.hex(), changedMeanwhile };
  yield JSON.stringify({ end });
  onEnd(end);
}

async function* carried({ table, selection, segments }: ExportProps): AsyncGenerator<Item[]> {
  if (selection === 'rules') {
    yield* table.partition(rulesPartition);
    return;
  }
  for await (const items of table.scan(segments)) yield items.filter((item) => isCarried(partitionOf(item)));
  for (const pk of lastPartitions) yield* table.partition(pk);
}

/** The service deletes some days later. */
function isExpired(item: Item, now: number): boolean {
  const ttl = item[tableKeyNames.ttl]?.N;
  return ttl !== undefined && Number(ttl) * 1000 < now;
}

const changes = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)).toSorted();
