#!/usr/bin/env node
// Plain JavaScript, because a Node too old to run TypeScript must still be able to say so, or hand over to a newer one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const bundledNode = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (process.features.typescript) await import('./main.ts');
else if (existsSync(bundledNode)) handOver();
else refuse();

function handOver() {
  const child = spawn(bundledNode, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', refuse);
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

function refuse() {
  process.stderr.write(`bmpaas: needs Node 24 or newer, and this is ${process.version}: run npm ci in the checkout\n`);
  process.exitCode = 1;
}
