import { text } from 'node:stream/consumers';
import { aFile, candidates } from './completion.ts';

// What the scripts of `bmpaas completion` ask: a line a word on standard input, the last one being that at the cursor.
// A program of its own, as it reads the table of commands and a command of that table names it.
const found = candidates((await text(process.stdin)).replace(/\n$/, '').split('\n'));
const lines = found === aFile ? [':file'] : found.map(({ word, summary }) => `${word}\t${summary}`);
process.stdout.write(lines.map((line) => `${line}\n`).join(''));
