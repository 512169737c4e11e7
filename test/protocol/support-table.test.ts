import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { supportTable } from './support-table.ts';

const readme = fileURLToPath(new URL('../../protocol/README.md', import.meta.url));
const marker = '<!-- What follows is written by `npm run support-table`, from the tables of the code. -->\n';

test('the support table says what the tables of the code say', async () => {
  const [introduction = ''] = readFileSync(readme, 'utf8').split(marker);
  await expect(`${introduction}${marker}\n${supportTable()}`).toMatchFileSnapshot(readme);
});

test('every entry says which document it is from', () => {
  const rows = supportTable()
    .split('\n## ')
    .flatMap((section) => {
      const lines = section.split('\n').filter((line) => line.startsWith('|'));
      return lines[0]?.endsWith('| reference |') ? lines.slice(2) : [];
    });
  expect(rows.length).toBeGreaterThan(200);
  expect(rows.filter((row) => !/\| [^|]*(RFC|draft|IANA)[^|]* \|$/.test(row))).toEqual([]);
});
