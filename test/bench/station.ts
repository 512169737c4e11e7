import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a BMP station took to receive a stream. */
export interface StationUse {
  cpuSeconds: number;
  /** Highest resident memory so far less that before the first router came; MiB. */
  memoryAboveIdle: number;
  /** The same with what it had then. */
  memory: number;
}

export const ticksASecond = 100;
const quietMilliseconds = 1500;
const mostSeconds = 300;
const replays = 4;

/** The same stream several times, as a station that has been up for a while sees it: the first time is told from the others. */
export async function replayOften(pid: number, port: number, file: string): Promise<StationUse[]> {
  const idle = residentMemory(pid, 'VmRSS');
  const uses: StationUse[] = [];
  for (let replay = 0; replay < replays; replay++) {
    const cpuSeconds = await replayTo(pid, port, file);
    const memory = residentMemory(pid, 'VmHWM');
    uses.push({ cpuSeconds, memoryAboveIdle: memory - idle, memory });
  }
  return uses;
}

/** Replays a file over TCP to a station in another process, waits until that has nothing left to do, and gives the CPU seconds it took. */
async function replayTo(pid: number, port: number, file: string): Promise<number> {
  const before = cpuTicks(pid);
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  socket.resume();
  createReadStream(file).pipe(socket);
  await once(socket, 'close');
  return ((await quiet(pid)) - before) / ticksASecond;
}

/** Ticks used once the process has used next to none for a while. */
async function quiet(pid: number): Promise<number> {
  for (let waited = 0; waited < mostSeconds * 1000; waited += quietMilliseconds) {
    const ticks = cpuTicks(pid);
    await delay(quietMilliseconds);
    if (cpuTicks(pid) - ticks <= 2) return ticks;
  }
  throw new Error(`process ${pid} is still busy after ${mostSeconds} s`);
}

/** User and system time, of Linux's /proc/PID/stat, fields 14 and 15. */
export function cpuTicks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** MiB. The kernel's `maxrss` would not do: a process inherits that of the one that started it. */
export function residentMemory(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}
