import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from '../account.ts';
import type { Change } from '../journal.ts';
import { standing } from '../journal.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { shown } from '../report.ts';
import type { Deployment } from './deploy.ts';

/** What people would miss, and what routers are told. */
const stateful = [
  'AWS::DynamoDB::Table',
  'AWS::Kinesis::Stream',
  'AWS::S3::Bucket',
  'AWS::KMS::Key',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
];

/** The demo, but for one parameter. */
const changedSettings = {
  capacity: { collectors: { least: 1, most: 1 } },
  removal: 'destroy',
  protect: false,
  retention: { ribHours: 48 },
};
const changedVariable = 'RETENTION_HOURS';

/** Deploys the same again, and then with one parameter changed. */
export async function deployAgain(rehearsal: Rehearsal, account: Account, { resources }: Deployment): Promise<void> {
  const { report, directory, cdk } = rehearsal;
  report.part('The same again, and with one parameter changed');
  const before = account.changes().length;
  const same = await report.check('cdk deploy --all of the same changes nothing', async () => {
    await cdk.deploy(join(directory, 'second'));
    requireChanges(account.changes().slice(before), []);
    return shown('', true);
  });
  if (same === null) return;
  await report.check('cdk diff finds nothing', async () => shown('', await cdk.diff(join(directory, 'second'))));
  await report.check('retention.ribHours from 24 to 48', async () => {
    const settings = join(directory, 'changed.json');
    writeFileSync(settings, JSON.stringify(changedSettings));
    await cdk.deploy(join(directory, 'changed'), [`environment=${settings}`]);
    const changes = account.changes().slice(before);
    const expected = resources.filter(({ properties }) => JSON.stringify(properties).includes(changedVariable));
    requireChanges(
      changes,
      expected.map(({ logicalId }) => `update ${logicalId}`),
    );
    return shown(changes.map(({ logicalId }) => logicalId).join(', '), undefined);
  });
  await report.check('what holds state is what it was', async () => {
    const now = standing(account.changes());
    const kept = resources.filter(({ type }) => stateful.includes(type));
    const lost = kept.filter((each) => !now.some((other) => isSame(each, other)));
    if (lost.length > 0) throw new Error(lost.map(({ physicalId }) => physicalId).join('\n'));
    return shown(`${kept.length} resources`, undefined);
  });
}

const isSame = (left: Change, right: Change): boolean =>
  left.stack === right.stack && left.logicalId === right.logicalId && left.physicalId === right.physicalId;

/** @throws Error that names what else happened, and what did not */
function requireChanges(changes: readonly Change[], expected: readonly string[]): void {
  const happened = changes.map(({ action, logicalId }) => `${action} ${logicalId}`);
  const excess = happened.filter((each) => !expected.includes(each));
  const missing = expected.filter((each) => !happened.includes(each));
  if (excess.length + missing.length === 0) return;
  throw new Error(
    [...excess.map((each) => `too much: ${each}`), ...missing.map((each) => `missing: ${each}`)].join('\n'),
  );
}
