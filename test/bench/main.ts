import { benchBilling } from './billing.ts';
import { benchChains } from './chains.ts';
import { collectorParts } from './collector.ts';
import { benchDecode } from './decode.ts';
import { sayMachine } from './report.ts';
import { benchRibRead } from './rib-read.ts';
import { benchRibScale } from './rib-scale.ts';
import { benchRibStation } from './rib-station.ts';
import { benchRibWrite } from './rib-write.ts';

const ribParts: Record<string, () => Promise<void>> = {
  'rib-write': benchRibWrite,
  'rib-read': benchRibRead,
  'rib-station': benchRibStation,
  'rib-scale': benchRibScale,
};

/** `npm run bench -- NAME`. Measured, never asserted: speed depends on the machine, which is printed with it. */
const benches: Record<string, () => Promise<void>> = {
  decode: benchDecode,
  chains: () => measure([benchChains]),
  billing: () => measure([benchBilling]),
  collector: () => measure(Object.values(collectorParts)),
  rib: () => measure(Object.values(ribParts)),
  ...Object.fromEntries(
    Object.entries({ ...ribParts, ...collectorParts }).map(([name, part]) => [name, () => measure([part])]),
  ),
};

async function measure(parts: readonly (() => Promise<void>)[]): Promise<void> {
  for (const part of parts) await part();
  sayMachine();
}

const names = process.argv.slice(2);
const chosen = names.length === 0 ? ['decode', 'rib', 'chains', 'collector'] : names;
for (const name of chosen) {
  const bench = benches[name];
  if (bench === undefined) {
    console.error(`no benchmark ${name}; there is: ${Object.keys(benches).join(', ')}`);
    process.exit(2);
  }
  await bench();
}
