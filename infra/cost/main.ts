import { billOf } from './bill.ts';
import { type CostOptions, parseCostOptions, UsageError, usage } from './options.ts';
import { billReport, remainsReport, sizesTable } from './report.ts';

/** `npm run cost`. */
function textOf(options: CostOptions | null): string {
  if (options === null) return usage;
  if (options.show === 'sizes') return sizesTable(options.region);
  if (options.show === 'remains') return remainsReport(options.size);
  const { size, json } = options;
  return json ? `${JSON.stringify({ size, ...billOf(size) })}\n` : billReport(size);
}

try {
  process.stdout.write(textOf(parseCostOptions(process.argv.slice(2))));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
