import { billOf } from './bill.ts';
import { notesOf } from './notes.ts';
import { pricesAsOf, type Region } from './prices.ts';
import { remainsOf } from './remains.ts';
import { namedSizes, type Size } from './size.ts';

/** The whole bill, for people. */
export function billReport(size: Size): string {
  const bill = billOf(size);
  const rows = bill.lines
    .filter(({ floor, load }) => floor + load >= 0.005)
    .map(({ what, floor, load, basis }) => row(what, floor, load, share(floor + load, bill.total), basis));
  const perRoute = `with an item of the table for each route instead: ${dollars(bill.itemPerRoute)}`;
  return [
    `A month in ${size.region}, list prices of ${pricesAsOf}, US dollars`,
    '',
    row('', 'idle', 'load', 'share', ''),
    ...rows,
    row('Sum', bill.floor, bill.load, '', `${dollars(bill.total)} together`),
    '',
    perRoute,
    ...notesOf(size).map((note) => `too small: ${note}`),
    '',
  ].join('\n');
}

const row = (what: string, floor: number | string, load: number | string, part: string, basis: string): string =>
  [what.padEnd(28), cell(floor), cell(load), part.padStart(6), `  ${basis}`].join('').trimEnd();

const cell = (value: number | string): string => (typeof value === 'number' ? value.toFixed(2) : value).padStart(10);
const share = (usd: number, total: number): string => `${Math.round((usd / total) * 100)} %`;
const dollars = (usd: number): string => `$${Math.round(usd).toLocaleString('en-US')}`;

/** The named sizes as a table of Markdown. */
export function sizesTable(region: Region): string {
  const rows = Object.entries(namedSizes).map(([name, size]) => {
    const { floor, load, total, itemPerRoute } = billOf({ ...size, region });
    return `| ${[name, ...[floor, load, total, itemPerRoute].map(dollars)].join(' | ')} |`;
  });
  const head = `| a month in ${region}, list prices of ${pricesAsOf} | idle | load | together | with an item a route |`;
  return [head, '|---|---:|---:|---:|---:|', ...rows, ''].join('\n');
}

/** What stays when the stacks are gone. */
export function remainsReport(size: Size): string {
  const remains = remainsOf(size);
  const sum = remains.reduce((all, { usd }) => all + usd, 0);
  return [
    'After cdk destroy, with removal: retain, US dollars a month',
    '',
    ...remains.map(({ what, usd, ends }) => `${what.padEnd(36)}${usd.toFixed(2).padStart(9)}  ${ends}`),
    `${'Sum'.padEnd(36)}${sum.toFixed(2).padStart(9)}`,
    '',
  ].join('\n');
}
