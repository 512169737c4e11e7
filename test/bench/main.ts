import { benchDecode } from './decode.ts';

/** `npm run bench -- NAME`. Measured, never asserted: speed depends on the machine, which is printed with it. */
const benches: Record<string, () => Promise<void>> = { decode: benchDecode };

const names = process.argv.slice(2);
const chosen = names.length === 0 ? Object.keys(benches) : names;
for (const name of chosen) {
  const bench = benches[name];
  if (bench === undefined) {
    console.error(`no benchmark ${name}; there is: ${Object.keys(benches).join(', ')}`);
    process.exit(2);
  }
  await bench();
}
