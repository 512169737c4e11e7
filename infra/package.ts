import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { buildBundle, bundles, outputDirectory, root } from './bundles.ts';

/**
 * `npm run package`, and before each `npm pack`: the construct as JavaScript with its types, and beside it the bundles that it
 * deploys. Node runs no TypeScript out of `node_modules`, so who embeds it needs this.
 */
const rooms = ['collector', 'functions', 'infra', 'model', 'protocol', 'rib'];

for (const made of ['construct', 'types']) rmSync(join(root, 'dist', made), { recursive: true, force: true });
for (const [name, bundle] of Object.entries(bundles)) buildBundle(bundle, outputDirectory(name));
buildSync({
  absWorkingDir: root,
  entryPoints: ['infra/index.ts'],
  outfile: 'dist/construct/index.js',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
});
execFileSync(join(root, 'node_modules/.bin/tsc'), ['--project', 'infra/tsconfig.package.json'], {
  cwd: root,
  stdio: 'inherit',
});
// The declarations name each other by room, as the sources do.
const imports = Object.fromEntries(rooms.map((room) => [`#${room}/*.ts`, `./${room}/*.d.ts`]));
writeFileSync(join(root, 'dist/types/package.json'), JSON.stringify({ type: 'module', imports }));
console.log('dist/construct, dist/types and the bundles are built');
