import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundles, outputDirectory } from '#infra/bundles.ts';
import type { Account } from '../account.ts';
import { buildBaseImage } from '../base-image.ts';
import type { StackOutputs } from '../cdk.ts';
import { unpackCode } from '../code.ts';
import { type Deployed, deployedOf } from '../deployed.ts';
import { type Change, standing } from '../journal.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { shown } from '../report.ts';

export const baseImage = 'node:24-bookworm-slim';
const bootstrapStack = 'CDKToolkit';
const wantedOutputs = ['BmpStation', 'BmpAddresses', 'ApiUrl', 'CliProfile', 'RouterConfig', 'TableName', 'StreamName'];

export interface Deployment {
  deployed: Deployed;
  resources: readonly Change[];
  /** Folder of the code of each function, by its name. */
  code: ReadonlyMap<string, string>;
}

/** Bootstraps an empty account, and deploys the app as it is into it. Null when there is nothing to run then. */
export async function deploy(rehearsal: Rehearsal, account: Account): Promise<Deployment | null> {
  const { report, directory, cdk, images } = rehearsal;
  report.part('The app as it is, into an empty account');
  await report.check('cdk bootstrap', async () => shown('', await cdk.bootstrap()));
  if (images !== null) {
    const build = () => buildBaseImage(images, baseImage);
    await report.check(`base image ${baseImage} from this machine's files`, async () => shown('', await build()));
  }
  const outputs = await report.check('cdk deploy --all', async () => {
    const deployed = await cdk.deploy(join(directory, 'first'));
    return shown(describeStacks(account.changes()), deployed.outputs);
  });
  if (outputs === null) return null;
  const resources = standing(account.changes()).filter(({ stack }) => stack !== bootstrapStack);
  noteRecorded(rehearsal, resources);
  await report.check('outputs that an operator needs', async () => shown('', requireOutputs(outputs)));
  const deployed = await report.check('what runs is there', async () => {
    const found = deployedOf(resources);
    const { functions, schedules, routes, tableMappings } = found;
    const text = `${functions.length} functions, ${schedules.length} schedules, ${routes.length} routes, ${tableMappings + 1} event source mappings`;
    return shown(text, found);
  });
  if (deployed === null) return null;
  await checkImage(rehearsal, deployed);
  const code = await report.check('archives of the functions hold what was built', () =>
    unpackAll(account, directory, deployed),
  );
  return code === null ? null : { deployed, resources, code };
}

function describeStacks(changes: readonly Change[]): string {
  const stacks = Map.groupBy(changes, ({ stack }) => stack);
  stacks.delete(bootstrapStack);
  return [...stacks].map(([stack, resources]) => `${stack} with ${resources.length} resources`).join(', ');
}

/** Honest about what of the account is make-believe. */
function noteRecorded({ report }: Rehearsal, resources: readonly Change[]): void {
  const types = resources.filter(({ recorded }) => recorded).map(({ type }) => type.replace('AWS::', ''));
  const counts = [...Map.groupBy(types, (type) => type)].map(([type, all]) => `${type} ${all.length}`);
  report.note(`recorded only, as the account has no model of them: ${counts.sort().join(', ')}`);
}

function requireOutputs(outputs: StackOutputs): void {
  const names = Object.values(outputs).flatMap((stack) => Object.keys(stack));
  const missing = wantedOutputs.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}; there are ${names.join(', ')}`);
}

export async function checkImage({ report, images }: Rehearsal, { collector }: Deployed): Promise<void> {
  if (images === null) return;
  await report.check('image of the task definition, built from the Dockerfile', async () => {
    const { user, command } = await images.inspect(collector.Image);
    if (user === '' || user.startsWith('0')) throw new Error(`its user is '${user}'`);
    return shown(`user ${user}, ${command.join(' ')}`, undefined);
  });
}

async function unpackAll(account: Account, directory: string, { functions }: Deployed) {
  const code = new Map<string, string>();
  for (const each of functions) code.set(each.name, await unpackCode(account, each, join(directory, 'code')));
  const built = new Map(Object.keys(bundles).map((name) => [bundleOf(outputDirectory(name)), name]));
  const names = [...code].map(([title, folder]) => {
    const name = built.get(bundleOf(folder));
    if (name === undefined) throw new Error(`${title} has another code than was built`);
    return name;
  });
  return shown(names.join(', '), code);
}

/** Empty where nothing was built. */
function bundleOf(folder: string): string {
  const file = join(folder, 'index.mjs');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
