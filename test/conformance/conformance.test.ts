import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { Framer } from '#protocol/bmp/framer.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { compare, type Difference } from './compare.ts';
import type { KnownDifference } from './differences.ts';
import { ourReading } from './ours.ts';
import { packetsOf } from './pdml.ts';
import { Reading, routeText } from './reading.ts';
import { changeOf, type Reencoded, reencode } from './reencode.ts';
import { closingReport } from './report.ts';
import { Tally } from './tally.ts';
import { tsharkReading } from './tshark-fields.ts';

const readingOf = (fields: Record<string, string[]>): Reading => new Reading(new Map(Object.entries(fields)));
const nothing = /^$/;

function differencesOf(
  ours: Record<string, string[]>,
  theirs: Record<string, string[]>,
  silentOn = nothing,
): Difference[] {
  return compare('tshark', 'here', { ours: readingOf(ours), theirs: readingOf(theirs) }, silentOn).differences;
}

describe('two readings of one message', () => {
  it('that agree', () => {
    const reading = { message: ['route-monitoring'], 'announced 1/1': ['10.0.0.0/8', '10.0.0.0/8'] };
    const comparison = compare('tshark', 'here', { ours: readingOf(reading), theirs: readingOf(reading) }, nothing);
    expect(comparison).toEqual({ fields: 3, differences: [] });
  });

  it.each([
    ['a value', { med: ['1'] }, { med: ['2'] }],
    ['the order', { communities: ['1:1', '1:2'] }, { communities: ['1:2', '1:1'] }],
    ['one value of two', { communities: ['1:1', '1:1'] }, { communities: ['1:1'] }],
    ['a field of ours alone', { med: ['1'] }, {}],
    ['a field of theirs alone', {}, { med: ['1'] }],
  ])('that differ in %s', (_, ours, theirs) => {
    expect(differencesOf(ours, theirs)).toHaveLength(1);
  });

  it('of which one does not speak of a field', () => {
    expect(differencesOf({ 'fsm event': ['1'] }, {}, /^fsm event$/)).toEqual([]);
    expect(differencesOf({ 'fsm event': ['1'] }, { 'fsm event': ['2'] }, /^fsm event$/)).toHaveLength(1);
  });

  it('of which one gave up: one difference, not as many as there are fields', () => {
    const ours = { message: ['peer-up'], 'local port': ['179'] };
    expect(differencesOf(ours, { message: ['undecodable'] }).map(({ field }) => field)).toEqual(['message']);
  });
});

describe('the tally', () => {
  const entry: KnownDifference = {
    decoder: 'tshark',
    field: /^med$/,
    when: () => true,
    right: 'us',
    why: 'for a reason',
  };

  const tallyOf = (list: KnownDifference[], ...fields: string[]): Tally => {
    const tally = new Tally(list);
    for (const field of fields)
      tally.addComparison({ fields: 1, differences: differencesOf({ [field]: ['1'] }, { [field]: ['2'] }) });
    return tally;
  };

  it('fails on a difference that is not known', () => {
    const tally = tallyOf([entry], 'med', 'origin');
    expect(tally.unknown.map(({ field }) => field)).toEqual(['origin']);
    expect(closingReport(tally, []).ok).toBe(false);
  });

  it('is content with known ones', () => {
    const tally = tallyOf([entry], 'med', 'med');
    expect(tally.uses.get(entry)).toBe(2);
    expect(closingReport(tally, []).ok).toBe(true);
  });

  it('fails on an entry that nothing falls under, unless captures are absent', () => {
    const tally = tallyOf([entry]);
    expect(closingReport(tally, []).ok).toBe(false);
    expect(closingReport(tally, ['/captures/vendor']).ok).toBe(true);
    expect(closingReport(tally, ['/captures/vendor']).lines.join('\n')).toContain(
      'not here, so not compared: /captures/vendor',
    );
  });

  it('fails on octets that changed for no known reason', () => {
    const tally = tallyOf([]);
    tally.addReencoded({ kind: 'unexplained', reasons: ['not explained: NLRI'] });
    expect(closingReport(tally, []).ok).toBe(false);
  });
});

const peerHeader = `${'00'.repeat(10)} ${'00'.repeat(12)} c0000201 0000fde8 c0000201 00000001 00000002`;
const marker = 'ff'.repeat(16);

/** Route Monitoring of one UPDATE with these attributes, and NLRI 10.0.0.0/8 or other. */
const routeMonitoring = (...attributes: string[]): Uint8Array => routeMonitoringOf('080a', attributes);

function routeMonitoringOf(nlri: string, attributes: readonly string[]): Uint8Array {
  const length = octets(...attributes).length;
  const all = 23 + length + octets(nlri).length;
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const update = `${marker} ${hex(all, 4)} 02 0000 ${hex(length, 4)} ${attributes.join('')} ${nlri}`;
  return octets('03', hex(6 + 42 + all, 8), '00', peerHeader, update);
}

function reencoded(message: Uint8Array): Reencoded {
  const framer = new Framer();
  framer.push(message);
  const frame = framer.next();
  if (frame === null) throw new Error('no whole message');
  return reencode(frame, new BmpDecoder().decode(frame));
}

const origin = '40010100';
const asPath = '4002060201 0000fde8';
const nextHop = '400304 c0000201';
const med = '800404 00000001';

describe('encoding again', () => {
  it('to the same octets', () => {
    expect(reencoded(routeMonitoring(origin, asPath, nextHop, med))).toEqual({ kind: 'exact' });
  });

  it.each([
    ['attributes in ascending order', [origin, med, nextHop], [origin, nextHop, med]],
    ['length of an attribute in one octet', ['5001 0001 00'], [origin]],
    ['Partial flag cleared', ['e00804 00010001'], ['c00804 00010001']],
  ])('knows a reason for another form: %s', (reason, sent, again) => {
    const change = changeOf(routeMonitoring(...sent), routeMonitoring(...again), []);
    expect(change).toEqual({ kind: 'normalised', reasons: [expect.stringContaining(reason)] });
  });

  it('knows a reason for a NEXT_HOP that goes, but not where it is of routes', () => {
    const change = (nlri: string): Reencoded =>
      changeOf(routeMonitoringOf(nlri, [origin, nextHop]), routeMonitoringOf(nlri, [origin]), []);
    expect(change('').kind).toBe('normalised');
    expect(change('080a').kind).toBe('unexplained');
  });

  it.each([
    ['another value', [med], ['800404 00000002']],
    ['an attribute less', [origin, med], [origin]],
    ['an attribute more', [origin], [origin, med]],
    ['another category', [med], ['c00404 00000001']],
  ])('knows none for %s', (_, sent, again) => {
    expect(changeOf(routeMonitoring(...sent), routeMonitoring(...again), []).kind).toBe('unexplained');
  });

  it('leaves out what was in error', () => {
    expect(reencoded(routeMonitoring('40010107', asPath, nextHop))).toEqual({ kind: 'damaged' });
  });

  it('tells labels that lost their traffic class from labels that changed', () => {
    const reach = (label: string): string => `800e0e 0001 04 04 c0000201 00 20 ${label} 08`;
    const change = (before: string, after: string): Reencoded =>
      changeOf(routeMonitoring(reach(before)), routeMonitoring(reach(after)), []);
    expect(change('044d63', '044d61').kind).toBe('normalised');
    expect(change('044d63', '045d61').kind).toBe('unexplained');
    expect(changeOf(routeMonitoring('800f03 000101'), routeMonitoring('800f03 000201'), []).kind).toBe('unexplained');
  });
});

describe("tshark's PDML", () => {
  const field = (name: string, attributes: string, ...inner: string[]): string =>
    inner.length === 0
      ? `<field name="${name}" ${attributes}/>`
      : `<field name="${name}" ${attributes}>\n${inner.join('\n')}\n</field>`;
  const attribute = 'bgp.update.path_attribute';
  const flat = (code: number, ...inner: string[]): string =>
    field(attribute, 'size="7" pos="0"', field(`${attribute}.type_code`, `show="${code}"`), ...inner);
  const pdml = [
    '<pdml>',
    '<packet>',
    '<proto name="bmp" size="80" pos="40">',
    field('bmp.version', 'show="3"'),
    field('bmp.type', 'show="0"'),
    '<proto name="bgp" size="32" pos="88">',
    field('bgp.marker', 'show="ff"'),
    field(
      'bgp.update.path_attributes',
      'show=""',
      flat(1, field(`${attribute}.origin`, 'show="0"')),
      flat(4, field(`${attribute}.multi_exit_disc`, 'show="1"')),
    ),
    field(
      'bgp.update.nlri',
      'show=""',
      field(
        '',
        'show="10.0.0.0/8"',
        field('bgp.prefix_length', 'show="8"'),
        field('bgp.nlri_prefix', 'show="10.0.0.0"'),
      ),
    ),
    '</proto>',
    '</proto>',
    '</packet>',
    '</pdml>',
  ].join('\n');

  async function readingOfPdml(text: string): Promise<Reading> {
    const cut = Math.floor(text.length / 2);
    const input = Readable.from([text.slice(0, cut), text.slice(cut)], { objectMode: false });
    for await (const packet of packetsOf(input)) return tsharkReading(packet, new Uint8Array(80));
    throw new Error('no packet');
  }

  it('becomes a reading, however it arrives', async () => {
    const reading = await readingOfPdml(pdml);
    expect(Object.fromEntries(reading.fields)).toEqual({
      version: ['3'],
      message: ['route-monitoring'],
      'announced 1/1': ['10.0.0.0/8'],
      origin: ['igp'],
      med: ['1'],
    });
  });

  it.each([
    ['med', 'multi_exit_disc" show="1"', 'multi_exit_disc" show="2"'],
    ['announced 1/1', 'prefix_length" show="8"', 'prefix_length" show="9"'],
  ])('is held against ours: a difference planted in %s is found', async (name, before, after) => {
    const framer = new Framer();
    framer.push(routeMonitoring(origin, asPath, nextHop, med));
    const frame = framer.next();
    if (frame === null) throw new Error('no whole message');
    const ours = ourReading(new BmpDecoder().decode(frame));
    const silentOn = /^(issue|peer .*|as path|next hop 1\/1)$/;
    const differences = async (text: string): Promise<string[]> =>
      compare('tshark', 'here', { ours, theirs: await readingOfPdml(text) }, silentOn).differences.map(
        ({ field }) => field,
      );
    expect(await differences(pdml)).toEqual([]);
    expect(await differences(pdml.replace(before, after))).toEqual([name]);
  });
});

it('labels count in an announcement alone', () => {
  const route = { prefix: '10.0.0.0/8', pathId: 7, routeDistinguisher: '65000:1', labels: [16, 17] };
  expect(routeText(route, true)).toBe('65000:1 10.0.0.0/8 label 16,17 path 7');
  expect(routeText(route, false)).toBe('65000:1 10.0.0.0/8 path 7');
});
