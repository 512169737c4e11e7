import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nodeOptions } from './collector-host.ts';
import { replayOften, type StationUse } from './station.ts';

/** A whole collector as a process of its own, whose stream forgets what it is given. */
export async function replayToCollector(file: string): Promise<StationUse[]> {
  const worker = new URL('station-worker.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [...nodeOptions(), worker], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    if (child.pid === undefined) throw new Error('the collector did not start');
    return await replayOften(child.pid, Number(line), file);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
