import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { vendorGuides } from '#cli/router-config/index.ts';
import { indexPage, pageName, pageOf } from '#cli/router-config/page.ts';
import { runRecorded } from './recording-terminal.ts';

const vendors = vendorGuides.map(({ vendor }) => vendor);

const ask = (vendor: string, station: string, ...options: string[]) =>
  runRecorded(['router-config', '--vendor', vendor, '--station', station, ...options]);

const snippet = async (vendor: string, station: string, ...options: string[]): Promise<string> => {
  const { exitCode, stdout, stderr } = await ask(vendor, station, ...options);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
};

describe.each(vendors)('%s', (vendor) => {
  test('has address, port and name', async () => {
    const text = await snippet(vendor, '192.0.2.10:1790', '--name', 'west-1');
    expect(text).toContain('192.0.2.10');
    expect(text).toContain('1790');
    expect(text).toContain('west-1');
    expect(await snippet(vendor, '192.0.2.10')).toMatch(/\b11019\b[\s\S]*bmpaas|bmpaas[\s\S]*\b11019\b/);
  });

  test('takes an IPv6 address without its brackets', async () => {
    const text = await snippet(vendor, '[2001:db8::1]:1790');
    expect(text).toMatch(/(?<!\[)2001:db8::1(?!\])/);
    expect(await snippet(vendor, '2001:db8::1')).toContain('2001:db8::1');
  });

  test('is ASCII, and ends with a line feed', async () => {
    expect(await snippet(vendor, '192.0.2.10')).toMatch(/^[\n -~]+\n$/);
  });

  // One word in, one word out: nothing that a value can be begins a line, a string or a comment of its own.
  const hostile = [
    'x\nreload',
    'x;y',
    'x y',
    '"x"',
    "x'y",
    '$(x)',
    '`x`',
    'x#y',
    'x!y',
    '{x}',
    'x\\y',
    '-x',
    '',
    'é',
    'x\u0000',
  ];
  test.each(['--station', '--name', '--asn', '--source-interface', '--vrf', '--sys-name'])(
    '%s takes no more than a word',
    async (option) => {
      for (const value of hostile) {
        const station = option === '--station' ? value : '192.0.2.10';
        const own = option === '--station' ? [] : [`${option}=${value}`];
        const said = await runRecorded(['router-config', '--vendor', vendor, `--station=${station}`, ...own]);
        expect(said, JSON.stringify(value)).toMatchObject({ exitCode: 2, stdout: '' });
      }
    },
  );
});

test.each([
  ['192.0.2.256', "--station is ADDR[:PORT], an IPv6 address with a port in brackets, not '192.0.2.256'"],
  ['192.0.2.10:0', "--station: a port is a number from 1 to 65535, not '0'"],
  ['192.0.2.10:65536', "--station: a port is a number from 1 to 65535, not '65536'"],
  ['192.0.2.10:', "--station: a port is a number from 1 to 65535, not ''"],
  ['[192.0.2.10]:1', "--station: '192.0.2.10' is no IPv6 address"],
  ['[2001:db8::1', "--station is ADDR[:PORT], an IPv6 address with a port in brackets, not '[2001:db8::1'"],
  ['fe80::1%eth0', "--station is ADDR[:PORT], an IPv6 address with a port in brackets, not 'fe80::1%eth0'"],
  ['0.0.0.0', "--station: '0.0.0.0' is no address to connect to"],
  ['::', "--station: '::' is no address to connect to"],
  ['-host.example', "--station is ADDR[:PORT], an IPv6 address with a port in brackets, not '-host.example'"],
])('--station %s: %s', async (station, line) => {
  const { exitCode, stderr } = await runRecorded(['router-config', '--vendor', 'junos', `--station=${station}`]);
  expect(exitCode).toBe(2);
  expect(stderr.split('\n')[0]).toBe(line);
});

test.each([
  ['gobgp', ['--source-interface', 'eth0'], '--source-interface: gobgp has no setting for it'],
  ['junos', ['--source-interface', 'lo0.0'], "--source-interface: junos takes an address of the router, not 'lo0.0'"],
  [
    'frr',
    ['--source-interface', '192.0.2.1'],
    "--source-interface: frr takes an interface of the router, not '192.0.2.1'",
  ],
  ['iosxe', ['--vrf', 'mgmt'], '--vrf: iosxe has no setting for it'],
  ['junos', ['--sys-name', 'nj01'], '--sys-name: junos sends the host name of the router, and nothing else'],
  ['frr', ['--asn', '4294967296'], "--asn is a number from 1 to 4294967295, not '4294967296'"],
  [
    'junos',
    ['--name', 'a'.repeat(32)],
    `--name begins with a letter and has up to 31 letters, digits and dashes, not '${'a'.repeat(32)}'`,
  ],
])('%s %j: %s', async (vendor, options, line) => {
  const { exitCode, stderr } = await ask(vendor, '192.0.2.10', ...options);
  expect(exitCode).toBe(2);
  expect(stderr.split('\n')[0]).toBe(line);
});

test('what is missing, and who takes a host name', async () => {
  expect((await runRecorded(['router-config'])).stderr).toMatch(/^router-config: --vendor is missing\n/);
  expect((await runRecorded(['router-config', '--vendor', 'frr'])).stderr).toMatch(
    /^router-config: --station is missing\n/,
  );
  expect((await ask('ios', '192.0.2.10')).stderr).toMatch(/^--vendor is one of junos, iosxr, /);
  for (const { vendor, takes } of vendorGuides) {
    const { exitCode, stdout } = await ask(vendor, 'bmp.example.net:1790');
    expect({ vendor, exitCode }).toEqual({ vendor, exitCode: takes.hostName ? 0 : 2 });
    expect(stdout.includes('bmp.example.net')).toBe(takes.hostName);
  }
});

test('what a vendor takes is in its snippet', async () => {
  for (const { vendor, takes } of vendorGuides) {
    const source = takes.source === 'address' ? '192.0.2.77' : 'Loopback7';
    const options: [string, string, boolean][] = [
      ['--asn', '64777', takes.asn],
      ['--source-interface', source, takes.source !== null],
      ['--vrf', 'mgmt7', takes.vrf],
      ['--sys-name', 'nj07emd', takes.sysName],
    ];
    for (const [option, value, taken] of options) {
      if (taken) expect(await snippet(vendor, '192.0.2.10', option, value), vendor).toContain(value);
    }
  }
});

describe('docs/routers', () => {
  const folder = join(import.meta.dirname, '../../docs/routers');
  const pages = new Map(vendorGuides.map((guide) => [pageName(guide), pageOf(guide)]));
  pages.set('README.md', indexPage(vendorGuides));

  test.each([...pages])('%s is what the code says (npm run router-pages writes it)', (name, text) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });

  test('no page is left of a vendor that is gone', () => {
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  });

  test('every page says whether a real router was seen, and which document it is from', () => {
    for (const { vendor, onRouter, documentation } of vendorGuides) {
      expect(documentation.length, vendor).toBeGreaterThan(0);
      expect(pages.get(`${vendor}.md`)).toMatch(
        onRouter === null ? /it is all from documentation/ : /On a real router here: /,
      );
    }
  });
});
