import { referenceLab } from '#local/reference-lab.ts';
import { Simulator } from '#local/simulator.ts';
import { waitFor } from '#local/wait.ts';
import { freePort } from '../../lab/free-port.ts';
import { type CollectorProps, requireConfined, startFromBundle, startFromImage } from '../collector.ts';
import { confinementOf } from '../container.ts';
import { openGround } from '../ground.ts';
import type { Change } from '../journal.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { shown } from '../report.ts';
import type { AskedRight } from '../rights/asked.ts';
import { grantsOf, isGranted } from '../rights/granted.ts';
import { type RunningFunctions, startFunctions } from '../running-functions.ts';
import type { RunningProgram } from '../running-program.ts';
import { CommandLine, comparedCommands, startLocally } from '../stations.ts';
import type { Deployment } from './deploy.ts';

const host = '127.0.0.1';
/** Service elements of the reference lab, each a chain of its own. */
const chains = new Set(referenceLab().flatMap(({ sessions }) => sessions.map(({ element }) => element))).size;

/** Runs what was deployed on the embedded stream and table, has the reference lab's routers connect, and asks the API. */
export async function run(rehearsal: Rehearsal, { deployed, resources, code }: Deployment): Promise<void> {
  const { report, account, images, parts } = rehearsal;
  report.part('What was deployed, run on the embedded stream and table');
  const ground = await openGround(deployed);
  parts.defer(ground.close);
  const bmp = { host, port: await freePort() };
  const functions = await startFunctions({ deployed, code, account, ground, bmp });
  parts.defer(functions.close);
  const health = { host, port: await freePort() };
  const { gateway, lambda } = functions;
  const places = { account, ground, gateway, lambda, bmp };
  const props = { task: deployed.collector, places, health };
  if (images === null)
    report.skip('the collector out of its image', 'none was built; its bundle runs as a process of this user');
  const collector = await report.check(
    `collector ${images === null ? 'from its bundle' : 'out of its image'}`,
    async () => {
      const program = images === null ? startFromBundle(props) : await startFromImage(props, images);
      parts.defer(() => program.kill());
      await waitFor(() => isHealthy(`http://${host}:${health.port}/healthz`), 'its health', 60_000).catch(
        (error: unknown) => {
          throw new Error(`${error}\n${program.output}`);
        },
      );
      return shown(`healthy as process ${program.pid}`, program);
    },
  );
  if (collector === null) return;
  if (images !== null) await checkConfinement(rehearsal, props, collector);
  const simulator = new Simulator(bmp);
  parts.defer(async () => simulator.stop());
  simulator.start();
  await checkChains(rehearsal, functions);
  await checkCallers(rehearsal, functions);
  await report.check('what they ask of stream and table is granted to their roles', async () =>
    requireGranted(ground.asked, resources),
  );
  const { StopTimeout } = deployed.collector;
  await report.check('SIGTERM: the collector ends in order', async () => {
    const code = await collector.stop('SIGTERM', StopTimeout);
    if (code !== 0) throw new Error(`it ended with ${code}, within ${StopTimeout} s\n${collector.output}`);
    return shown(`exit 0, of the ${StopTimeout} s of the task definition`, undefined);
  });
}

/** Of each role once what it asked. Other keys are those of the rehearsal itself. */
function requireGranted(asked: readonly AskedRight[], resources: readonly Change[]) {
  const grants = grantsOf(resources);
  const ofRoles = asked.filter(({ keyId }) => grants.has(keyId));
  const refused = ofRoles.filter((right) => !isGranted(grants.get(right.keyId) ?? [], right));
  if (refused.length > 0) throw new Error([...new Set(refused.map((right) => JSON.stringify(right)))].join('\n'));
  const roles = new Set(ofRoles.map(({ keyId }) => keyId));
  return shown(`${ofRoles.length} requests of ${roles.size} roles`, undefined);
}

const isHealthy = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

async function checkConfinement({ report, images }: Rehearsal, props: CollectorProps, collector: RunningProgram) {
  if (images === null) return;
  await report.check('it runs without privileges', async () => {
    const confinement = confinementOf(collector.pid);
    requireConfined(confinement);
    return shown(`uid ${confinement.uid}, no capabilities, root read-only`, undefined);
  });
  await report.check('it can write nowhere', async () => {
    if (!props.task.ReadonlyRootFilesystem) throw new Error('the task definition does not say so');
    const program = await startFromImage(props, images, ['node', '--eval', writeAttempt]);
    const code = await program.ended();
    if (code !== 0) throw new Error(program.output);
    return shown(program.output.trim(), undefined);
  });
}

/** Exits with 0 when no folder can be written to. */
const writeAttempt = `
  const { writeFileSync } = require('node:fs');
  const refused = ['/', '/app', '/tmp', '/etc'].map((folder) => {
    try { writeFileSync(folder + '/written', ''); process.exitCode = 1; return folder + ' WRITTEN'; }
    catch ({ code }) { return folder + ' ' + code; }
  });
  console.log(refused.join(', '));
`;

async function checkChains({ report, directory, parts }: Rehearsal, functions: RunningFunctions): Promise<void> {
  const deployed = new CommandLine(functions.gateway, directory);
  await report.check(`the ${chains} chains of the lab out of the API's function`, async () => {
    await deployed.complete(chains).catch((error: unknown) => {
      throw new Error(`${error}\n${functions.errors.join('\n')}`);
    });
    return shown('as the command line shows them, signed', undefined);
  });
  await report.check('the same as npm start says', async () => {
    const { program, api } = await startLocally();
    parts.defer(() => program.kill());
    const local = new CommandLine(api, null);
    await local.complete(chains);
    for (const command of comparedCommands) {
      const [ours, theirs] = [await deployed.run(...command), await local.run(...command)];
      if (ours !== theirs) throw new Error(`${command.join(' ')}: deployed\n${ours}\nnpm start\n${theirs}`);
    }
    await program.stop('SIGTERM', 30);
    return shown(comparedCommands.map((command) => command.join(' ')).join(', '), undefined);
  });
  await report.check('nobody else is let in', async () => {
    const { status } = await fetch(`${functions.gateway}/v1/elements`);
    if (status !== 403) throw new Error(`unsigned: ${status}`);
    return shown(`unsigned: ${status}`, undefined);
  });
}

/** Each function answers what calls it in the account. */
async function checkCallers({ report }: Rehearsal, functions: RunningFunctions): Promise<void> {
  await report.check('every function answers what calls it', async () => {
    const idle = () => [...functions.processes.values()].filter(({ invocations }) => invocations === 0);
    await waitFor(async () => idle().length === 0, 'all functions', 30_000).catch(() => {
      const logs = idle().map(({ title, log }) => `${title} has answered nothing\n${log}`);
      throw new Error([...logs, ...functions.errors].join('\n'));
    });
    if (functions.errors.length > 0) throw new Error(functions.errors.join('\n'));
    const counts = [...functions.processes.values()].map(({ title, invocations }) => `${title} ${invocations}`);
    return shown(counts.join(', '), undefined);
  });
  for (const [name, answer] of functions.scheduled) report.note(`${name}: ${JSON.stringify(answer)}`);
}
