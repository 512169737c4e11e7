import { run } from './run.ts';
import { processTerminal } from './terminal.ts';

// `bmpaas … | head` ends quietly once the reader has gone.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), processTerminal);
