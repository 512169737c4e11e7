import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { generatedDump, type TableShape } from './generated-table.ts';

/** A BMP stream in a file, as one router would send it. */
export interface Corpus {
  name: string;
  /** Where the octets come from. */
  origin: string;
  /** Unpacked. */
  file: string;
  octets: number;
}

const captures = process.env.BMPAAS_CAPTURES ?? new URL('../../../shared/captures', import.meta.url).pathname;

/** The capture unpacked, or where it is absent a generated table of the same shape. */
export function corpusOf(name: string, shape: TableShape): Corpus {
  const packed = join(captures, 'bench', `${name}.bmp.gz`);
  return existsSync(packed)
    ? writeCorpus(name, `capture ${name}.bmp.gz`, gunzipSync(readFileSync(packed)))
    : generatedCorpus(name, shape);
}

export function generatedCorpus(name: string, shape: TableShape): Corpus {
  const origin = `GENERATED: ${shape.routes} routes, ${shape.prefixesPerUpdate} a message (the capture is not here)`;
  return writeCorpus(name, origin, generatedDump(shape));
}

function writeCorpus(name: string, origin: string, octets: Uint8Array): Corpus {
  const file = join(tmpdir(), `bmpaas-bench-${process.pid}-${name}.bmp`);
  writeFileSync(file, octets);
  return { name, origin, file, octets: octets.length };
}
