import { expect, test } from 'vitest';
import { UsageError } from '#cli/exit-code.ts';
import { parseMoment } from '#cli/moment.ts';

const now = new Date('2026-03-01T00:00:00Z');

test.each([
  ['90s', '2026-02-28T23:58:30.000Z'],
  ['30m', '2026-02-28T23:30:00.000Z'],
  ['2h', '2026-02-28T22:00:00.000Z'],
  ['1d', '2026-02-28T00:00:00.000Z'],
  ['1w', '2026-02-22T00:00:00.000Z'],
  ['0s', '2026-03-01T00:00:00.000Z'],
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T12:00Z', '2026-01-31T12:00:00.000Z'],
  ['2026-01-31T12:00:00.5+02:00', '2026-01-31T10:00:00.500Z'],
])('%s', (text, moment) => {
  expect(parseMoment('since', text, now)).toBe(moment);
});

test.each([
  '',
  '30',
  'm',
  '30 m',
  '-30m',
  '1.5h',
  '2y',
  'yesterday',
  '2026-01-31T12:00:00',
  '2026-13-01',
  '2026-02-30',
  '12:00Z',
  '9999999d',
])('%j is refused', (text) => {
  expect(() => parseMoment('since', text, now)).toThrow(UsageError);
  expect(() => parseMoment('since', text, now)).toThrow(
    `--since takes 30m, 2h, 1d or a time with its zone, e.g. 2026-01-31T12:00:00Z, not '${text}'`,
  );
});
