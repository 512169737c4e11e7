import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { replayOften, type StationUse } from './station.ts';

const program = '/usr/sbin/pmbmpd';
const port = 11_790;

export const hasPmbmpd = existsSync(program);

/** The stream into Debian's pmbmpd, which writes its JSON log of every route. */
export async function replayToPmbmpd(file: string): Promise<StationUse[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bmpaas-pmbmpd-'));
  const settings = [
    'daemonize: false',
    'bmp_daemon_ip: 127.0.0.1',
    `bmp_daemon_port: ${port}`,
    'bmp_daemon_max_peers: 100',
    `bmp_daemon_msglog_file: ${folder}/msglog-$peer_src_ip.json`,
    'bmp_daemon_msglog_output: json',
  ];
  writeFileSync(join(folder, 'pmbmpd.conf'), `${settings.join('\n')}\n`);
  const daemon = spawn(program, ['-f', join(folder, 'pmbmpd.conf')], { stdio: 'ignore' });
  try {
    await listening();
    return await replayOften(workerOf(daemon), port, file);
  } finally {
    daemon.kill('SIGKILL');
    await once(daemon, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

function workerOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error(`${program} did not start`);
  return pid;
}

async function listening(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    await delay(100);
    const socket = connect({ host: '127.0.0.1', port });
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
  }
  throw new Error(`${program} does not listen`);
}
