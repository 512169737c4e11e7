import { copyFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

export const root = join(import.meta.dirname, '..');

export interface Bundle {
  /** Module that starts it, from the root of the checkout. */
  entry: string;
  outputFile: string;
  /** Files copied beside the output, from the root of the checkout. */
  alongside: readonly string[];
  /** Cold starts want small files; a container wants stack traces that do not print a line of 100 KB. */
  minify: boolean;
  /** Size of the output that the build refuses to pass: cold starts grow with it. */
  budgetBytes: number;
}

const functionBundle = (name: string, budgetBytes: number, alongside: readonly string[] = []): Bundle =>
  lambdaBundle(`${name}/${name}`, budgetBytes, alongside);

const lambdaBundle = (path: string, budgetBytes: number, alongside: readonly string[] = []): Bundle => ({
  entry: `functions/${path}.lambda.ts`,
  outputFile: 'index.mjs',
  alongside,
  minify: true,
  budgetBytes,
});

export const bundles = {
  collector: {
    entry: 'collector/main.ts',
    outputFile: 'collector.mjs',
    alongside: ['collector/Dockerfile'],
    minify: false,
    // A sixth of it is the S3 client, for captures.
    budgetBytes: 2_300_000,
  },
  // A sixth of it is RE2: an operator's expression must not hold up a shard.
  ingest: functionBundle('ingest', 880_000),
  compact: functionBundle('compact', 590_000),
  sweep: functionBundle('sweep', 600_000),
  correlate: functionBundle('correlate', 780_000),
  publish: functionBundle('publish', 530_000),
  // A seventh of it is RE2: regular expressions of strangers must not take more than linear time. As much reads bodies.
  api: functionBundle('api', 1_130_000, ['functions/api/openapi/openapi.json']),
  speaker: lambdaBundle('canary/speaker', 230_000),
  checker: lambdaBundle('canary/checker', 165_000),
} as const satisfies Record<string, Bundle>;

export type BundleName = keyof typeof bundles;

const options: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The ESM builds of the AWS SDK: esbuild can shake them, and the result is a third smaller.
  mainFields: ['module', 'main'],
  // CommonJS packages in the bundle still call require() for Node's own modules.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'error',
};

/** Where `npm run build` and the synthesis put a bundle. */
export const outputDirectory = (name: string): string => join(root, 'dist', name);

/** Bundles into a directory of its own, emptied before, and returns the size of the output in bytes. Throws what esbuild finds. */
export function buildBundle(bundle: Bundle, directory: string): number {
  const outfile = join(directory, bundle.outputFile);
  rmSync(directory, { recursive: true, force: true });
  buildSync({ ...options, minify: bundle.minify, entryPoints: [bundle.entry], outfile });
  for (const file of bundle.alongside) copyFileSync(join(root, file), join(directory, basename(file)));
  return statSync(outfile).size;
}
