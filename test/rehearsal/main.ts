import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from './account.ts';
import { Cdk } from './cdk.ts';
import { ImageStore } from './image-store.ts';
import { deployAgain } from './parts/again.ts';
import { assemble } from './parts/assemble.ts';
import { deploy } from './parts/deploy.ts';
import { run } from './parts/run.ts';
import { type Prerequisites, prerequisites } from './prerequisites.ts';
import { stopPrograms } from './program.ts';
import type { Rehearsal } from './rehearsal.ts';
import { Report, shown } from './report.ts';
import { openStandIn } from './stand-in.ts';

/** `npm run rehearse`: deploys into an account on this machine, and runs what was deployed. See README.md. */

const report = new Report();
const parts = new AsyncDisposableStack();
const directory = mkdtempSync(join(tmpdir(), 'bmpaas-rehearsal-'));
parts.defer(async () => rmSync(directory, { recursive: true, force: true }));
parts.defer(stopPrograms);

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
  await rehearse(await prerequisites());
} finally {
  await closeAll();
}
process.exit(report.close());

async function rehearse(lacks: Prerequisites): Promise<void> {
  const account = lacks.account === null ? await report.check('an account on this machine', openAccount) : null;
  if (account === null && lacks.account === null) return;
  const images = lacks.image === null ? new ImageStore(join(directory, 'images')) : null;
  if (images === null) report.skip('building the image from the Dockerfile', lacks.image ?? '');
  else mkdirSync(images.directory);
  const cdk = new Cdk(account, directory, images?.directory ?? null);
  if (account === null) report.skip('deploying, and deploying again', lacks.account ?? '');
  const rehearsal: Rehearsal = { report, directory, aws: account?.url ?? (await openEvents()), cdk, images, parts };
  const deployment = account === null ? await assemble(rehearsal) : await deploy(rehearsal, account);
  if (deployment === null) return;
  await run(rehearsal, deployment);
  if (account !== null) await deployAgain(rehearsal, account, deployment);
  report.part('What cannot be shown here');
  for (const text of notShown) report.note(text);
}

async function openAccount() {
  const account = await Account.open(directory);
  parts.defer(() => account.close());
  await account.ready();
  return shown(account.url, account);
}

async function openEvents(): Promise<string> {
  const { url, close } = await openStandIn();
  parts.defer(close);
  return url;
}
