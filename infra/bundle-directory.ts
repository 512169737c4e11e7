import { dirname, join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type BundleName, buildBundle, bundles, outputDirectory, root } from './bundles.ts';

/**
 * Directory of a bundle, built now; the directory of its sources where the stack is not bundled (context
 * `aws:cdk:bundling-stacks`), as in tests of the template.
 */
export function bundleDirectory(scope: Construct, name: BundleName): string {
  if (!Stack.of(scope).bundlingRequired) return join(root, dirname(bundles[name].entry));
  const directory = outputDirectory(name);
  buildBundle(bundles[name], directory);
  return directory;
}
