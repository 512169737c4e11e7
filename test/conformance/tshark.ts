import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '#test/lab/command.ts';
import { packetsOf } from './pdml.ts';
import type { Reading } from './reading.ts';
import { bmpPort, writePcap } from './synthetic-pcap.ts';
import { tsharkReading } from './tshark-fields.ts';

/** Its first line; the known differences are those of 4.0. */
export async function tsharkVersion(): Promise<string> {
  const [line = ''] = (await run('tshark', '--version')).split('\n');
  return `${line}\n`;
}

/** What tshark reads in each of the messages, in their order. No preferences of the user's count. */
export async function* tsharkReadings(messages: readonly Uint8Array[]): AsyncGenerator<Reading> {
  const directory = await mkdtemp(join(tmpdir(), 'conformance-'));
  try {
    const file = join(directory, 'messages.pcap');
    await writePcap(file, messages);
    const options = ['-n', '-r', file, '-d', `tcp.port==${bmpPort},bmp`, '-T', 'pdml', '-J', 'bmp bgp'];
    const env = { ...process.env, WIRESHARK_CONFIG_DIR: directory };
    const tshark = spawn('tshark', options, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const closed = once(tshark, 'close');
    let count = 0;
    for await (const packet of packetsOf(tshark.stdout)) {
      const message = messages[count++];
      if (message !== undefined) yield tsharkReading(packet, message);
    }
    const [status] = await closed;
    if (status !== 0 || count !== messages.length)
      throw new Error(`tshark ended with ${status} after ${count} of ${messages.length} messages`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
