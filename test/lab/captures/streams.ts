import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { run } from '../command.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Ours, and those that are read in place: `BMPAAS_CAPTURES`, or `../shared/captures` beside the checkout. */
const directories: readonly string[] = [
  pathOf('../../fixtures/captures'),
  process.env.BMPAAS_CAPTURES ?? pathOf('../../../../shared/captures'),
].filter(existsSync);

/** A reader per form of capture. */
const readers: Record<string, (file: string) => Promise<Uint8Array[]>> = {
  '.bmp': async (file) => [await readFile(file)],
  '.bmp.gz': async (file) => [gunzipSync(await readFile(file))],
  '.pcap': streamsOfPcap,
};

const readerOf = (file: string) => Object.entries(readers).find(([ending]) => file.endsWith(ending))?.[1];

/** Every capture file there is, by name. A name that occurs in two directories is taken once. */
export async function captureFiles(): Promise<{ name: string; file: string }[]> {
  const files = new Map<string, string>();
  for (const directory of directories) {
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (entry.isFile() && readerOf(file) !== undefined) files.set(nameOf(directory, file), file);
    }
  }
  return [...files].map(([name, file]) => ({ name, file })).sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** `205-BMP-6wind-FRR-peer_down/traffic-00.pcap`, `frr-topo-spe1.bmp`: a folder of which only the kind tells nothing is left out. */
const nameOf = (directory: string, file: string): string =>
  file.endsWith('.pcap') ? relative(directory, file).replace(/^vendor\//, '') : basename(file);

export async function streamsOf(file: string): Promise<Uint8Array[]> {
  const read = readerOf(file);
  if (read === undefined) throw new Error(`${file}: no capture`);
  return read(file);
}

/**
 * The payload of each TCP connection, one after the other as captured. Not tshark's own reassembly: in these third-party
 * captures, made from messages, the first data segment has the sequence number of the SYN and would lose an octet.
 */
async function streamsOfPcap(file: string): Promise<Uint8Array[]> {
  const listing = await run('tshark', '-r', file, '-T', 'fields', '-e', 'tcp.stream', '-e', 'tcp.payload');
  const hex = new Map<string, string>();
  for (const line of listing.split('\n')) {
    const [stream = '', payload = ''] = line.split('\t');
    if (payload !== '') hex.set(stream, (hex.get(stream) ?? '') + payload);
  }
  return [...hex.values()].map((digits) => Buffer.from(digits, 'hex'));
}
