import { capturedLines } from '#cli/capture/captured-lines.ts';
import { openFile } from '#cli/capture/file-format.ts';
import { CliError } from '#cli/exit-code.ts';
import { ethernet, flags, ipv4, ipv6, pcap, pcapng, type Segment, tcp } from '#test/cli/capture/packets.ts';
import { cut, mutated } from './mutation.ts';
import type { Random } from './random.ts';
import { expectSame } from './same.ts';
import { allowing, type Target } from './target.ts';

/** Capture files give the same lines in whatever pieces they come, or say what is wrong with them. */
export const packetCaptures = (streams: readonly Uint8Array[], pcaps: readonly Uint8Array[]): readonly Target[] => [
  {
    name: 'pcap',
    input: (random) =>
      mutated(random.oneIn(3) && pcaps.length > 0 ? captured(pcaps, random) : made(streams, random), random),
    async check(input, random) {
      const whole = await told([input.slice()]);
      expectSame('lines in pieces', whole, await told(cut(input, random)));
    },
  },
];

const captured = (pcaps: readonly Uint8Array[], random: Random): Uint8Array =>
  random.pick(pcaps).slice(0, 200 + random.below(8000));

/** Some of a connection, in segments that come twice, in disorder or not at all. */
function made(streams: readonly Uint8Array[], random: Random): Uint8Array {
  const stream = random.pick(streams).subarray(0, 100 + random.below(3000));
  const packet = random.oneIn(2) ? ipv4 : ipv6;
  const packets = segments(stream, random).map((segment) => ethernet(packet(tcp(segment))));
  const littleEndian = random.oneIn(2);
  return random.oneIn(2)
    ? pcap(packets, { littleEndian })
    : pcapng(packets, { littleEndian, block: random.pick([2, 3, 6]) });
}

function segments(stream: Uint8Array, random: Random): Segment[] {
  const begin = random.next();
  const list: Segment[] = [{ sequence: begin - 1, flags: flags.syn }];
  let at = 0;
  for (const payload of cut(stream, random)) {
    const segment = { sequence: begin + at, payload };
    if (list.length < 300 && !random.oneIn(200))
      list.splice(random.oneIn(10) ? random.below(list.length + 1) : list.length, 0, segment);
    if (random.oneIn(20)) list.push(segment);
    at += payload.length;
  }
  return [...list, { sequence: begin + stream.length, flags: random.pick([flags.fin, flags.rst, flags.ack]) }];
}

interface Told {
  lines: string;
  notes: string[];
  error: string | null;
}

async function told(pieces: Iterable<Uint8Array>): Promise<Told> {
  const result: Told = { lines: '', notes: [], error: null };
  try {
    const { chunks, packets } = await openFile(asynchronous(pieces));
    if (packets === null) return result;
    for await (const lines of capturedLines(chunks, packets, (text) => result.notes.push(text))) result.lines += lines;
  } catch (error) {
    allowing([CliError], () => {
      throw error;
    });
    result.error = String(error);
  }
  return result;
}

async function* asynchronous<Value>(values: Iterable<Value>): AsyncGenerator<Value> {
  yield* values;
}
