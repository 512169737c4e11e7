import { readLines } from './lines.ts';
import {
  BrokenStateFile,
  headerSchema,
  type Item,
  itemOfLine,
  jsonOf,
  LineHash,
  type StateHeader,
  type StateTrailer,
  trailerSchema,
} from './state-file.ts';

export interface CheckedFile {
  header: StateHeader;
  trailer: StateTrailer;
}

/** Reads all of it. @throws BrokenStateFile where it is none, was cut off or changed, or has an item that is none. */
export async function checkFile(path: string): Promise<CheckedFile> {
  const hash = new LineHash();
  let header: StateHeader | undefined;
  let trailer: StateTrailer | undefined;
  let number = 0;
  let items = 0;
  for await (const line of readLines(path)) {
    number += 1;
    if (trailer !== undefined) throw new BrokenStateFile(`${path} goes on behind its end, in line ${number}`);
    if (header === undefined) header = headerOf(path, line);
    else {
      trailer = trailerSchema.safeParse(jsonOf(line)).data?.end;
      if (trailer !== undefined) continue;
      itemOfLine(line, number);
      items += 1;
    }
    hash.add(line);
  }
  if (header === undefined) throw new BrokenStateFile(`${path} is empty`);
  if (trailer === undefined) throw new BrokenStateFile(`${path} is cut off: its last line is missing`);
  if (trailer.items !== items)
    throw new BrokenStateFile(`${path} has ${items} items, and should have ${trailer.items}`);
  if (trailer.sha256 !== hash.hex())
    throw new BrokenStateFile(`${path} is not as it was written: its checksum differs`);
  return { header, trailer };
}

/** Of a file that has been checked. */
export async function* itemsOf(path: string): AsyncGenerator<Item> {
  let number = 0;
  for await (const line of readLines(path)) {
    number += 1;
    if (number === 1 || trailerSchema.safeParse(jsonOf(line)).success) continue;
    yield itemOfLine(line, number);
  }
}

function headerOf(path: string, line: string): StateHeader {
  const { data } = headerSchema.safeParse(jsonOf(line));
  if (data === undefined) throw new BrokenStateFile(`${path} is no state of a station, or of a later version`);
  return data;
}
