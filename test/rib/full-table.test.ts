import { readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { corpusOf } from '../bench/corpus.ts';
import { playIpv4, playIpv6 } from './full-table/play-table.ts';

const corpus = corpusOf('full-table-2015', { routes: 50_000, prefixesPerUpdate: 7 });
const minutes = 60_000;

/** test/simulation/look-ups.ts asks more. */
describe('look-ups in a whole table, against a search of each prefix length', () => {
  afterAll(() => rmSync(corpus.file));

  it(`agree before, while and after it is compacted, in IPv4: ${corpus.origin}, 10,000 questions, 64 of them of the log alone`, {
    timeout: 3 * minutes,
  }, async () => {
    const octets = new Uint8Array(readFileSync(corpus.file));
    const plan = { seed: 4, questions: 10_000, ofLog: 64, changes: 2000 };
    const outcome = await playIpv4(octets, plan);
    expect(outcome.prefixes).toBeGreaterThan(45_000);
    expect(outcome.found).toBeGreaterThan(plan.questions / 2);
    expect(outcome.octets).toBeLessThan(7);
  });

  it('agree before, while and after it is compacted, in IPv6: a generated table of 30,000 prefixes, 5,000 questions', {
    timeout: 3 * minutes,
  }, async () => {
    const plan = { seed: 6, questions: 5000, ofLog: 160, changes: 1000 };
    const outcome = await playIpv6(30_000, plan);
    expect(outcome.prefixes).toBe(30_000);
    expect(outcome.found).toBeGreaterThan(plan.questions / 2);
  });
});
