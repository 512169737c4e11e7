import { setFlagsFromString } from 'node:v8';
import { run } from './run.ts';
import { processTerminal } from './terminal.ts';

// What `decode` makes is nearly all garbage at once, which V8 would else let grow to 100 MB on a long stream.
setFlagsFromString('--optimize-for-size');

// `bmpaas … | head` ends quietly once the reader has gone.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), processTerminal);
