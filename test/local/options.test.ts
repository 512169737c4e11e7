import { expect, test } from 'vitest';
import { formatAddress, parseOptions, UsageError } from '#local/options.ts';

test('without flags: the demo, on the well-known ports of loopback, nothing kept', () => {
  expect(parseOptions([])).toEqual({
    demo: true,
    bmp: { host: '127.0.0.1', port: 11019 },
    api: { host: '127.0.0.1', port: 8080 },
    data: null,
    json: false,
    help: false,
  });
});

test('every flag', () => {
  const args = ['--no-demo', '--bmp', '127.0.0.2:0', '--api', '[::1]:8081', '--data', '.data', '--json', '--help'];
  expect(parseOptions(args)).toEqual({
    demo: false,
    bmp: { host: '127.0.0.2', port: 0 },
    api: { host: '::1', port: 8081 },
    data: '.data',
    json: true,
    help: true,
  });
});

test.each([
  ['an unknown flag', ['--demo-less'], '--demo-less'],
  ['a word too many', ['now'], 'now'],
  ['a flag without its value', ['--bmp'], '--bmp'],
  ['an address without port', ['--bmp', '127.0.0.1'], 'HOST:PORT'],
  ['a port above 65535', ['--api', '127.0.0.1:65536'], 'HOST:PORT'],
  ['a port that is no number', ['--api', '127.0.0.1:http'], 'HOST:PORT'],
  ['IPv6 without brackets', ['--api', '::1:80'], 'HOST:PORT'],
  ['every interface', ['--bmp', '0.0.0.0:11019'], 'loopback only'],
  ['every interface, IPv6', ['--api', '[::]:8080'], 'loopback only'],
  ['another machine', ['--api', '192.0.2.1:8080'], 'loopback only'],
  ['a host name', ['--api', 'example.com:8080'], 'loopback only'],
  ['an empty directory name', ['--data', ''], '--data'],
])('%s is refused, and the message names it', (_, args, part) => {
  expect(() => parseOptions(args)).toThrow(UsageError);
  expect(() => parseOptions(args)).toThrow(part);
});

test('localhost is loopback', () => {
  expect(parseOptions(['--api', 'localhost:0']).api).toEqual({ host: 'localhost', port: 0 });
});

test('addresses print with IPv6 in brackets', () => {
  expect(formatAddress({ host: '::1', port: 80 })).toBe('[::1]:80');
  expect(formatAddress({ host: '127.0.0.1', port: 80 })).toBe('127.0.0.1:80');
});
