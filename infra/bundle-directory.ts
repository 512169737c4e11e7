import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type BundleName, buildBundle, bundles, outputDirectory, root } from './bundles.ts';

/**
 * Directory of a bundle: built now from its sources; where there are none, as in the package for those who embed the construct, built
 * before and lying beside it. Where the stack is not bundled (context `aws:cdk:bundling-stacks`), as in tests of the template,
 * that of its sources.
 */
export function bundleDirectory(scope: Construct, name: BundleName): string {
  const entry = join(root, bundles[name].entry);
  if (!existsSync(entry)) return join(root, name);
  if (!Stack.of(scope).bundlingRequired) return dirname(entry);
  const directory = outputDirectory(name);
  buildBundle(bundles[name], directory);
  return directory;
}
