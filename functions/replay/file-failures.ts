import { appendFile, readFile } from 'node:fs/promises';
import type { FailureStore } from './failure-store.ts';

/**
 * Failures of `npm start -- --data DIR`: a line each in a file that is only ever added to. Which of them have been dealt with is kept
 * beside it, in FILE.replayed.
 */
export class FileFailures implements FailureStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async list(): Promise<string[]> {
    const settled = new Set(await linesOf(`${this.#path}.replayed`).catch(() => []));
    return [...(await linesOf(this.#path)).keys()].map(nameOf).filter((name) => !settled.has(name));
  }

  async read(name: string): Promise<string> {
    const lines = await linesOf(this.#path);
    const line = lines.find((_, index) => nameOf(index) === name);
    if (line === undefined) throw new Error(`${this.#path} has no ${name}`);
    return line;
  }

  async settle(name: string): Promise<void> {
    await appendFile(`${this.#path}.replayed`, `${name}\n`);
  }
}

const nameOf = (index: number): string => `line ${index + 1}`;

async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  return text.split('\n').filter((line) => line !== '');
}
