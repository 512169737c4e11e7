import { expect, test } from 'vitest';
import { captureFileName, routerFolder } from '#collector/capture/file-name.ts';

test.each([
  ['nj01emd', 'nj01emd'],
  ['..', '_2e_2e'],
  ['../../etc/passwd', '_2e_2e_2f_2e_2e_2fetc_2fpasswd'],
  ['a_b', 'a_5fb'],
  ['é %00', '_c3_a9_20_2500'],
])('router %s is the folder %s', (id, folder) => {
  expect(routerFolder(id)).toBe(folder);
});

test('long ids are cut, stay different, and fit a file system', () => {
  const long = (end: string) => routerFolder('.'.repeat(200) + end);
  expect(long('a')).not.toBe(long('b'));
  expect(long('a')).toMatch(/^[A-Za-z0-9_-]{1,255}$/);
});

test('a file of a capture', () => {
  expect(captureFileName('pe1', '2026-01-01T00-00-00-000Z', 3)).toBe('pe1/2026-01-01T00-00-00-000Z/0003.bmp');
});
