import { readFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { runRecorded } from '../recording-terminal.ts';
import { ethernet, flags, ipv4, ipv6, join, pcap, pcapng, tcp } from './packets.ts';

const stream = readFileSync(new URL('../../fixtures/captures/frr-nosoft-spe1.bmp', import.meta.url));
const half = 1000;

/** One connection in three packets. */
const segments = [
  tcp({ sequence: 99, flags: flags.syn }),
  tcp({ sequence: 100, payload: stream.subarray(0, half) }),
  tcp({ sequence: 100 + half, payload: stream.subarray(half), flags: flags.fin }),
];
const packets = segments.map((segment) => ethernet(ipv4(segment)));

const decode = (...stdin: Uint8Array[]) => runRecorded(['decode'], { stdin });

const linesOf = (ndjson: string): Record<string, unknown>[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const plain = linesOf((await decode(stream)).stdout);

/** The lines of the bare stream, each with its connection and the time of the packet that its last octet came in. */
const linesWith = (times: readonly (string | null)[], connection = '10.0.0.1:40000>10.0.0.2:11019') =>
  plain.map((line) => ({
    connection,
    time: times[Number(line.offset) + Number(line.length) <= half ? 0 : 1],
    ...line,
  }));

const microseconds = linesWith(['2023-11-14T22:13:21.500000Z', '2023-11-14T22:13:22.500000Z']);
const nanoseconds = linesWith(['2023-11-14T22:13:21.500000001Z', '2023-11-14T22:13:22.500000001Z']);
const timeless = linesWith([null, null]);

test.each([
  ['pcap, little-endian', pcap(packets), microseconds],
  ['pcap, big-endian', pcap(packets, { littleEndian: false }), microseconds],
  ['pcap with nanoseconds, little-endian', pcap(packets, { nanoseconds: true }), nanoseconds],
  ['pcap with nanoseconds, big-endian', pcap(packets, { nanoseconds: true, littleEndian: false }), nanoseconds],
  ['pcapng, little-endian', pcapng(packets), microseconds],
  ['pcapng, big-endian', pcapng(packets, { littleEndian: false }), microseconds],
  ['pcapng with simple packets', pcapng(packets, { block: 3 }), timeless],
  ['pcapng with obsolete packets', pcapng(packets, { block: 2 }), microseconds],
  ['pcapng with nanoseconds', pcapng(packets, { resolution: 9 }), microseconds],
  ['pcapng with a power of two', pcapng(packets, { resolution: 0x80 + 10 }), microseconds],
  [
    'pcapng of two sections',
    join(pcapng(packets.slice(0, 2)), pcapng(packets.slice(2), { littleEndian: false })),
    linesWith(['2023-11-14T22:13:21.500000Z', '2023-11-14T22:13:20.500000Z']),
  ],
  ['gzip', gzipSync(pcap(packets)), microseconds],
  ['zstd', zstdCompressSync(pcapng(packets)), microseconds],
  ['zstd in gzip', gzipSync(zstdCompressSync(pcap(packets))), microseconds],
])('%s', async (_name, file, lines) => {
  const { exitCode, stdout, stderr } = await decode(file);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(linesOf(stdout)).toEqual(lines);
});

test.each([1, 7, 500])('pieces of %i octets', async (size) => {
  for (const file of [pcap(packets), pcapng(packets), gzipSync(pcap(packets))]) {
    const pieces = Array.from({ length: Math.ceil(file.length / size) }, (_, index) =>
      file.subarray(index * size, (index + 1) * size),
    );
    expect(linesOf((await decode(...pieces)).stdout)).toEqual(microseconds);
  }
});

test('gzip of a bare stream', async () => {
  expect(await decode(gzipSync(stream))).toEqual(await decode(stream));
});

test.each([
  ['Ethernet with a tag', 1, (ip: Uint8Array) => ethernet(ip, 0x8100)],
  ['Ethernet with three tags', 1, (ip: Uint8Array) => ethernet(ip, 0x88a8, 0x9100, 0x8100)],
  ['Ethernet with padding', 1, (ip: Uint8Array) => join(ethernet(ip), [0, 0, 0, 0, 0, 0])],
  ['Linux cooked', 113, (ip: Uint8Array) => join(Array(14).fill(0), [8, 0], ip)],
  ['Linux cooked with a tag', 113, (ip: Uint8Array) => join(Array(14).fill(0), [0x81, 0, 0, 7, 8, 0], ip)],
  ['Linux cooked 2', 276, (ip: Uint8Array) => join([8, 0], Array(18).fill(0), ip)],
  ['Linux cooked 2 with a tag', 276, (ip: Uint8Array) => join([0x81, 0], Array(18).fill(0), [0, 7, 8, 0], ip)],
  ['raw IP', 101, (ip: Uint8Array) => ip],
  ['raw IPv4', 228, (ip: Uint8Array) => ip],
  ['loopback', 0, (ip: Uint8Array) => join([2, 0, 0, 0], ip)],
  ['loopback of OpenBSD', 108, (ip: Uint8Array) => join([0, 0, 0, 2], ip)],
  ['a link type with the length of a checksum above it', 0x24000001, (ip: Uint8Array) => ethernet(ip)],
])('%s', async (_name, linkType, frame) => {
  const file = pcap(
    segments.map((segment) => frame(ipv4(segment))),
    { linkType },
  );
  expect(linesOf((await decode(file)).stdout)).toEqual(microseconds);
});

const authentication = { type: 51, octets: [4, ...Array(22).fill(0)] };
const hopByHop = { type: 0, octets: [0, 5, 2, 0, 0, 1, 0] };
const destination = { type: 60, octets: [1, ...Array(14).fill(0)] };
const wholeInOneFragment = { type: 44, octets: [0, 0, 0, 1, 2, 3, 4] };

test.each([
  ['none', []],
  ['options and authentication', [hopByHop, destination, authentication]],
  ['a fragment that is the whole', [wholeInOneFragment]],
])('IPv6 with extension headers: %s', async (_name, extensions) => {
  const file = pcap(segments.map((segment) => ethernet(ipv6(segment, extensions))));
  const times = ['2023-11-14T22:13:21.500000Z', '2023-11-14T22:13:22.500000Z'];
  expect(linesOf((await decode(file)).stdout)).toEqual(linesWith(times, '[2001:db8::1]:40000>[2001:db8::2]:11019'));
});

test.each([
  ['options', { options: [7, 3, 4, 0] }],
  ['a length of zero, of a segment that the network card cuts up', { totalLength: 0 }],
])('IPv4 with %s', async (_name, form) => {
  const file = pcap(segments.map((segment) => ethernet(ipv4(segment, form))));
  expect(linesOf((await decode(file)).stdout)).toEqual(microseconds);
});

test('what is no TCP over IP is passed over; fragments and other link types are counted', async () => {
  const others = [
    ethernet(ipv4(tcp({ sequence: 5, payload: stream }), { fragment: 0x2000 })),
    ethernet(ipv6(tcp({ sequence: 5, payload: stream }), [{ type: 44, octets: [0, 0, 1, 0, 0, 0, 0] }])),
    ethernet(ipv6(new Uint8Array(8), [{ type: 17, octets: [] }])),
    ethernet(Uint8Array.of(0x45)),
    join(Array(12).fill(2), [8, 6], Array(28).fill(0)),
    new Uint8Array(0),
  ];
  const { exitCode, stdout, stderr } = await decode(pcap([...others, ...packets]));
  expect(exitCode).toBe(0);
  expect(linesOf(stdout)).toHaveLength(plain.length);
  expect(stderr).toBe('passed over: 2 IP fragments, which are not put together\n');
  const unknown = await decode(pcap(packets, { linkType: 147 }));
  expect(unknown).toMatchObject({ exitCode: 1, stdout: '' });
  expect(unknown.stderr).toBe('passed over: 3 packets of link type 147\nno BMP in this capture\n');
});

test.each([
  ['pcap', pcap(packets).subarray(0, -3)],
  ['pcapng', pcapng(packets).subarray(0, -3)],
  ['pcap behind its last packet', join(pcap(packets), [0, 0, 0])],
])('a cut-off %s: all before it, a line on stderr, exit 1', async (_name, file) => {
  const { exitCode, stdout, stderr } = await decode(file);
  expect(exitCode).toBe(1);
  expect(linesOf(stdout).length).toBeGreaterThan(5);
  expect(stderr).toContain('the capture is cut off in its last packet\n');
});

test.each([
  ['pcap with a packet of 2 GB', join(pcap(packets), Array(8).fill(0), [0xff, 0xff, 0xff, 0x7f], Array(4).fill(0))],
  ['pcapng with a block of 4 octets', join(pcapng(packets), [6, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0])],
  ['pcapng with an interface that is not there', join(pcapng(packets), pcapngPacket({ from: 9, length: 0 }))],
  ['pcapng with a packet beyond its block', join(pcapng(packets), pcapngPacket({ from: 0, length: 100 }))],
])('a damaged %s: all before it, a line on stderr, exit 1', async (_name, file) => {
  const { exitCode, stdout, stderr } = await decode(file);
  expect(exitCode).toBe(1);
  expect(linesOf(stdout)).toHaveLength(plain.length);
  expect(stderr).toMatch(/^no packet capture any more: .* at offset \d+\nmessages are missing\n$/);
});

function pcapngPacket({ from, length }: { from: number; length: number }): Uint8Array {
  return join(
    [6, 0, 0, 0, 32, 0, 0, 0, from, 0, 0, 0],
    Array(8).fill(0),
    [length, 0, 0, 0],
    Array(4).fill(0),
    [32, 0, 0, 0],
  );
}

test('a damaged gzip', async () => {
  const { exitCode, stderr } = await decode(gzipSync(stream).subarray(0, -20));
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'damaged gzip: unexpected end of file\n' });
});

test('--format overrules the content', async () => {
  const asPcap = await runRecorded(['decode', '--format', 'pcap'], { stdin: [stream] });
  expect(asPcap).toEqual({ exitCode: 1, stdout: '', stderr: 'this is no packet capture (pcap or pcapng)\n' });
  const asBmp = await runRecorded(['decode', '--format', 'bmp'], { stdin: [pcap(packets)] });
  expect(asBmp).toEqual({ exitCode: 1, stdout: '', stderr: 'not BMP at offset 0: BMP version 212\n' });
});
