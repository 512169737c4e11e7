import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from './account.ts';
import { Cdk } from './cdk.ts';
import { ImageStore } from './image-store.ts';
import { deployAgain } from './parts/again.ts';
import { deploy } from './parts/deploy.ts';
import { run } from './parts/run.ts';
import { prerequisites } from './prerequisites.ts';
import type { Rehearsal } from './rehearsal.ts';
import { Report, shown } from './report.ts';

/** `npm run rehearse`: deploys into an account on this machine, and runs what was deployed. See README.md. */

const report = new Report();
const parts = new AsyncDisposableStack();
const directory = mkdtempSync(join(tmpdir(), 'bmpaas-rehearsal-'));
parts.defer(async () => rmSync(directory, { recursive: true, force: true }));

let closed: Promise<void> | null = null;

/** Once, whoever asks first. */
function closeAll(): Promise<void> {
  closed ??= parts.disposeAsync();
  return closed;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void closeAll().finally(() => process.exit(1));
  });
}

const notShown = [
  'arm64: the image is of this machine’s architecture, as is the Node.js that runs the functions',
  'the table’s stream: the embedded table has none, so correlate and publish are called by their schedules alone',
  'rights: of stream and table what is asked was held against the deployed policies; the account itself lets everybody do everything',
  'load balancer, security groups, endpoints and scaling: created or recorded, never passed through',
];

try {
  const lacks = await prerequisites();
  if (lacks.account === null) await rehearse(lacks.image);
  else report.skip('deploying, and running what was deployed', lacks.account);
} finally {
  await closeAll();
}
process.exit(report.close());

async function rehearse(lackOfImage: string | null): Promise<void> {
  const account = await report.check('an account on this machine', openAccount);
  if (account === null) return;
  const images = lackOfImage === null ? new ImageStore(join(directory, 'images')) : null;
  if (images === null) report.skip('building the image from the Dockerfile', lackOfImage ?? '');
  else mkdirSync(images.directory);
  const cdk = new Cdk(account, directory, images?.directory ?? null);
  const rehearsal: Rehearsal = { report, directory, account, cdk, images, parts };
  const deployment = await deploy(rehearsal);
  if (deployment === null) return;
  await run(rehearsal, deployment);
  await deployAgain(rehearsal, deployment);
  report.part('What cannot be shown here');
  for (const text of notShown) report.note(text);
}

async function openAccount() {
  const account = await Account.open(directory);
  parts.defer(() => account.close());
  await account.ready();
  return shown(account.url, account);
}
