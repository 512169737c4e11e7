import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DecodedMessage } from '#protocol/bmp/decoder.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { framesOf, messagesOf, reasonsIn } from './bmp/frames.ts';

const folder = new URL('../fixtures/captures/', import.meta.url);
const read = (file: string): Uint8Array => readFileSync(new URL(file, folder));

/** Messages by type, counted from the length and type fields of their headers alone. */
const counts: Record<string, Record<string, number>> = {
  'frr-events-spe1.1.bmp': {
    initiation: 1,
    'peer-down': 22,
    'route-mirroring': 101,
    'peer-up': 8,
    'route-monitoring': 26,
  },
  'frr-events-spe1.2.bmp': { initiation: 1, 'peer-up': 4, 'route-monitoring': 16, 'route-mirroring': 8 },
  'frr-events-spe1.3.bmp': { initiation: 1, 'peer-up': 4, 'route-monitoring': 16, 'route-mirroring': 8 },
  'frr-events-spe2.1.bmp': {
    initiation: 1,
    'peer-up': 9,
    'peer-down': 26,
    'route-mirroring': 90,
    'route-monitoring': 50,
  },
  'frr-events-spe3.1.bmp': {
    initiation: 1,
    'peer-down': 7,
    'route-mirroring': 95,
    'peer-up': 5,
    'route-monitoring': 22,
  },
  'frr-nosoft-spe1.bmp': { initiation: 1, 'peer-down': 4, 'peer-up': 4, 'route-monitoring': 8 },
  'frr-policy-spe1.bmp': {
    initiation: 1,
    'peer-down': 4,
    'peer-up': 4,
    'route-mirroring': 22,
    'statistics-report': 24,
    'route-monitoring': 12,
  },
  'frr-topo-spe1.bmp': {
    initiation: 1,
    'peer-down': 4,
    'peer-up': 4,
    'route-mirroring': 20,
    'statistics-report': 48,
    'route-monitoring': 8,
  },
  'frr-topo-spe2.bmp': {
    initiation: 1,
    'peer-down': 4,
    'peer-up': 4,
    'route-mirroring': 20,
    'statistics-report': 48,
    'route-monitoring': 8,
  },
  'frr-topo-spe3.bmp': {
    initiation: 1,
    'peer-down': 4,
    'peer-up': 4,
    'route-mirroring': 20,
    'statistics-report': 48,
    'route-monitoring': 8,
  },
  'gobgp-fam1-all.bmp': {
    initiation: 1,
    'peer-up': 4,
    'route-monitoring': 269,
    'statistics-report': 2,
    'peer-down': 4,
  },
  'gobgp-fam1-pre.bmp': { initiation: 1, 'peer-up': 4, 'route-monitoring': 56, 'statistics-report': 2, 'peer-down': 4 },
  // GoBGP: labeled, VPN, EVPN, all flow specifications and the mobile user plane, announced live and withdrawn.
  'gobgp-fam2-all.bmp': { initiation: 1, 'peer-up': 1, 'route-monitoring': 69, 'statistics-report': 1 },
  'lo-gobgp-nj01emd.bmp': {
    initiation: 1,
    'peer-up': 4,
    'route-monitoring': 20,
    'statistics-report': 4,
    'peer-down': 4,
  },
};

const noPeerUp = 'no Peer Up: whether there are path identifiers and label stacks is not known';

/** Reasons of issues: how often. */
const quirks: Record<string, Record<string, number>> = {
  'frr-events-spe2.1.bmp': { [noPeerUp]: 4 },
  // GoBGP: a Loc-RIB without Peer Up, dumps without path identifiers, label stacks without the capability for them.
  'gobgp-fam1-all.bmp': {
    [noPeerUp]: 105,
    'no path identifiers despite ADD-PATH': 6,
    '2 labels, where one is allowed': 6,
    '2 labels, and no OPENs seen': 4,
  },
  'gobgp-fam1-pre.bmp': { '2 labels, where one is allowed': 2 },
  // GoBGP sends the route targets of the mobile user plane without flags, and takes them so itself.
  'gobgp-fam2-all.bmp': { [noPeerUp]: 24, 'extendedCommunities: flags 0x0': 1 },
  'lo-gobgp-nj01emd.bmp': { [noPeerUp]: 8 },
};

const files = readdirSync(folder);
const typeOf = ({ message }: DecodedMessage): string => message?.type ?? 'undecodable';

function tally(decoded: DecodedMessage[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const one of decoded) result[typeOf(one)] = (result[typeOf(one)] ?? 0) + 1;
  return result;
}

/** Text of all routes of the UPDATEs of a capture. */
function routesOf(decoded: DecodedMessage[], side: 'announced' | 'withdrawn'): string[] {
  const updates = decoded.flatMap(({ message }) => (message?.type === 'route-monitoring' ? message.updates : []));
  return updates.flatMap((update) =>
    update[side].flatMap(({ family, routes }) => routes.map((route) => family.format(route))),
  );
}

const hasPathIds = (message: BmpMessage): boolean =>
  message.type === 'route-monitoring' &&
  message.updates.some(({ announced, withdrawn }) =>
    [...announced, ...withdrawn].some(({ routes }) => routes.some(({ pathId }) => pathId !== null)),
  );

/** Offsets in issues move when messages are written more tightly. */
const withoutIssues = (message: BmpMessage): BmpMessage =>
  message.type === 'route-monitoring'
    ? { ...message, updates: message.updates.map((update) => ({ ...update, issues: [] })) }
    : message;

describe('captures of the lab', () => {
  it('are all here', () => expect(files.toSorted()).toEqual(Object.keys(counts).toSorted()));

  it.each(files)('%s: every message decodes, and each type as often as it is there', (file) => {
    const { left } = framesOf(read(file));
    expect(left).toBe(0);
    expect(tally(messagesOf(read(file)))).toEqual(counts[file]);
  });

  it.each(files)('%s: nothing wrong but what is known of the router', (file) => {
    expect(reasonsIn(read(file))).toEqual(quirks[file] ?? {});
  });

  it.each(files)('%s: encoded again, it decodes to the same messages, faulty ones apart', (file) => {
    const messages = messagesOf(read(file)).flatMap((decoded) =>
      decoded.message === null || decoded.issues.some(({ outcome }) => outcome !== 'note') ? [] : [decoded.message],
    );
    const stream = Buffer.concat(
      messages.map((message) => encodeBmpMessage(message, { addPath: () => hasPathIds(message) })),
    );
    const again = messagesOf(stream).flatMap(({ message }) => (message === null ? [] : [message]));
    expect(again.map(withoutIssues)).toEqual(messages.map(withoutIssues));
  });

  it.each(files.filter((file) => file.startsWith('frr')))(
    '%s: encodes to the very octets FRR sent, UPDATEs apart',
    (file) => {
      for (const [index, frame] of framesOf(read(file)).frames.entries()) {
        const message = messagesOf(read(file))[index]?.message;
        if (
          message === null ||
          message === undefined ||
          message.type === 'route-monitoring' ||
          message.type === 'peer-up'
        )
          continue;
        expect(encodeBmpMessage(message)).toEqual(new Uint8Array(frame.bytes));
      }
    },
  );
});

describe('what the captures say', () => {
  it('the service prefixes of a PE, both views', () => {
    const decoded = messagesOf(read('frr-topo-spe1.bmp'));
    expect(new Set(routesOf(decoded, 'announced'))).toEqual(
      new Set(['11.11.11.1/32', '11.11.11.2/32', '12.12.12.1/32', '12.12.12.2/32']),
    );
  });

  it('without soft reconfiguration the pre-policy feed withdraws what post-policy announces (FRR)', () => {
    const decoded = messagesOf(read('frr-nosoft-spe1.bmp'));
    for (const { message } of decoded) {
      if (message?.type !== 'route-monitoring') continue;
      const { announced, withdrawn } = message.updates[0] ?? { announced: [], withdrawn: [] };
      const [present, absent] =
        message.peer.view === 'adj-rib-in-pre' ? [withdrawn, announced] : [announced, withdrawn];
      expect(present).toHaveLength(1);
      expect(absent).toHaveLength(0);
    }
  });

  it('families of GoBGP, by name', () => {
    const decoded = messagesOf(read('gobgp-fam1-pre.bmp'));
    const updates = decoded.flatMap(({ message }) => (message?.type === 'route-monitoring' ? message.updates : []));
    const names = updates.flatMap(({ announced, endOfRib }) => [
      ...announced.map(({ family }) => family.name),
      ...(endOfRib ? [endOfRib.name] : []),
    ]);
    expect([...new Set(names)].toSorted()).toMatchInlineSnapshot(`
      [
        "evpn",
        "ipv4-labeled",
        "ipv4-multicast",
        "ipv4-unicast",
        "ipv6-labeled",
        "ipv6-multicast",
        "ipv6-unicast",
        "vpls",
        "vpnv4",
        "vpnv6",
      ]
    `);
  });
});
