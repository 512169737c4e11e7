import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Issue } from '#protocol/bgp/context.ts';
import { plainContext } from '#protocol/bgp/context.ts';
import {
  bgpMessageTypes,
  readOpenMessage,
  readUpdateMessage,
  writeBgpMessage,
  writeOpenMessage,
  writeUpdateMessage,
} from '#protocol/bgp/message.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { Writer } from '#protocol/bytes/writer.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { framesOf, messagesOf, reasonsIn } from './bmp/frames.ts';
import { tcpStreams } from './pcap.ts';

/** Third parties' captures are read where they lie and never copied; without them these tests count as skipped. */
const captures = process.env.BMPAAS_CAPTURES ?? new URL('../../../shared/captures', import.meta.url).pathname;
const vendor = `${captures}/vendor`;
const absent = !existsSync(vendor);

const streams = [
  { file: '200-BMP-HUAWEI-locrib_instance/traffic-00', left: 0, notes: {} },
  { file: '201-BMP-CISCO-rd_instance/traffic-00', left: 0, notes: {} },
  { file: '202-BMP-CISCO-HUAWEI-multiple-sources/traffic-00', left: 0, notes: {} },
  { file: '202-BMP-CISCO-HUAWEI-multiple-sources/traffic-01', left: 0, notes: {} },
  { file: '202-BMP-CISCO-HUAWEI-multiple-sources/traffic-02', left: 156, notes: {} },
  {
    file: '205-BMP-6wind-FRR-peer_down/traffic-00',
    left: 0,
    // FRR: Peer Up of the Loc-RIB with the type of other peers, AS numbers of two octets with the A flag clear.
    notes: {
      'Peer Up of a Loc-RIB as peer type global': 1,
      'AS numbers of 2 octets: the A flag says 4': 1,
      'AS numbers of 2 octets: the A flag says 4, the OPENs 4': 1,
      'nextHop: missing': 140,
    },
  },
  { file: 'v4-path-marking/ipv4_unicast_path_marking', left: 0, notes: {} },
];

const typeOfTheirs: Record<string, string> = {
  Initiation: 'initiation',
  Termination: 'termination',
  PeerUpNotification: 'peer-up',
  PeerDownNotification: 'peer-down',
  RouteMonitoring: 'route-monitoring',
  StatisticsReport: 'statistics-report',
  RouteMirroring: 'route-mirroring',
};

/** One line a message: `{"V3": {"PeerUpNotification": …}}`; undefined where that decoder gave up. */
function typesOfTheirs(file: string): (string | undefined)[] {
  const lines = readFileSync(`${vendor}/${file}-bmp.json`, 'utf8').trim().split('\n');
  return lines.map((line) => typeOfTheirs[Object.keys(Object.values(JSON.parse(line))[0] ?? {})[0] ?? '']);
}

describe.skipIf(absent)(`BMP captures of ${vendor}`, () => {
  const streamOf = (file: string): Uint8Array => {
    const [stream] = tcpStreams(readFileSync(`${vendor}/${file}.pcap`)).values();
    if (stream === undefined) throw new Error(`no stream in ${file}`);
    return stream;
  };

  it.each(streams)('$file: the messages that another decoder saw, and nothing undecodable', ({ file, left }) => {
    const decoded = messagesOf(streamOf(file));
    expect(decoded.filter(({ message }) => message === null)).toEqual([]);
    const theirs = typesOfTheirs(file);
    expect(decoded.length).toBe(theirs.length);
    expect(decoded.map(({ message }, index) => theirs[index] && message?.type)).toEqual(theirs);
    expect(framesOf(streamOf(file)).left).toBe(left);
  });

  it.each(streams)('$file: nothing wrong but what is known of the router', ({ file, notes }) => {
    expect(reasonsIn(streamOf(file))).toEqual(notes);
  });
});

interface BgpMessageFile {
  file: string;
  open: boolean;
  bytes: Uint8Array;
}

/** First line: kind; second line: hex, of an UPDATE with or without its BGP header. */
function bgpMessageOf(file: string): BgpMessageFile | null {
  const [kind = '', hex = ''] = readFileSync(`${vendor}/bgp-messages/${file}`, 'utf8').split('\n');
  const bytes = octets(hex.replaceAll(/[: ]/g, '').toLowerCase());
  if (kind.startsWith('open')) return { file, open: true, bytes };
  if (!kind.startsWith('update')) return null;
  if (bytes[0] === 0xff) return { file, open: false, bytes };
  const writer = new Writer();
  writeBgpMessage(writer, bgpMessageTypes.update, bytes);
  return { file, open: false, bytes: writer.finish() };
}

const bgpMessages = absent ? [] : readdirSync(`${vendor}/bgp-messages`).flatMap((file) => bgpMessageOf(file) ?? []);

describe.skipIf(absent)('single BGP messages of ExaBGP', () => {
  it.each(bgpMessages.filter(({ open }) => open))('$file goes to an OPEN and back', ({ bytes }) => {
    const issues: Issue[] = [];
    const open = readOpenMessage(Reader.over(bytes), issues);
    const writer = new Writer();
    writeOpenMessage(writer, open);
    expect(readOpenMessage(Reader.over(writer.finish()), issues)).toEqual(open);
    expect(issues).toEqual([]);
  });

  it.each(bgpMessages.filter(({ open }) => !open))('$file goes to an UPDATE and back', ({ bytes }) => {
    const update = readUpdateMessage(Reader.over(bytes), plainContext);
    expect(update.issues.filter(({ outcome }) => outcome !== 'note')).toEqual([]);
    expect(update.announced.length + update.withdrawn.length).toBeGreaterThan(0);
    const writer = new Writer();
    writeUpdateMessage(writer, { ...update, issues: [] }, plainContext);
    expect({ ...readUpdateMessage(Reader.over(writer.finish()), plainContext), issues: [] }).toEqual({
      ...update,
      issues: [],
    });
  });
});
