import { type Bundle, buildBundle, bundles, outputDirectory } from './bundles.ts';

/** `npm run build`: every bundle, its size, and a failure for one above its budget. */
const table: Record<string, Bundle> = bundles;

for (const [name, bundle] of Object.entries(table)) {
  const bytes = buildBundle(bundle, outputDirectory(name));
  const within = bytes <= bundle.budgetBytes;
  const verdict = within ? '' : '  ABOVE ITS BUDGET';
  console.log(
    `dist/${name}/${bundle.outputFile}  ${kilobytes(bytes)} of ${kilobytes(bundle.budgetBytes)} KB${verdict}`,
  );
  if (!within) process.exitCode = 1;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(0);
}
