import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { corpusOf } from '../bench/corpus.ts';
import { type Outcome, type Plan, playIpv4, playIpv6 } from '../rib/full-table/play-table.ts';

/**
 * `npm run look-ups -- --questions 100000 --seed 1`: random look-ups in a full table of IPv4, and a fifth as many in a generated
 * one of IPv6, before, while and after it is compacted, against a search of each prefix length. Fails at the first wrong answer.
 */
const { values } = parseArgs({
  options: {
    questions: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});

const seed = Number(values.seed);
const questions = Number(values.questions);
const prefixesOfIpv6 = 30_000;

async function played(name: string, plan: Plan, play: (plan: Plan) => Promise<Outcome>): Promise<void> {
  const began = performance.now();
  const { prefixes, found, octets } = await play(plan);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const asked = `${plan.questions} questions, ${plan.ofLog} of them of the log alone: ${found} routes found`;
  console.log(`look-ups: ${name}, ${prefixes} prefixes of ${octets.toFixed(1)} octets, ${asked}, ${seconds} s`);
}

console.log(`look-ups: seed ${seed}`);
const corpus = corpusOf('full-table-2015', { routes: 50_000, prefixesPerUpdate: 7 });
const ofIpv4 = new Uint8Array(readFileSync(corpus.file));
rmSync(corpus.file);
await played(corpus.origin, { seed, questions, ofLog: 400, changes: 4000 }, (plan) => playIpv4(ofIpv4, plan));
const ofIpv6: Plan = { seed, questions: Math.ceil(questions / 5), ofLog: 400, changes: 1000 };
await played('generated IPv6', ofIpv6, (plan) => playIpv6(prefixesOfIpv6, plan));
