import type { ListenAddress } from '#local/options.ts';
import { Simulator } from '#local/simulator.ts';
import { waitFor } from '#local/wait.ts';
import { freePort } from '../../lab/free-port.ts';
import { type CollectorProps, requireConfined, startFromBundle, startFromImage } from '../collector.ts';
import { confinementOf } from '../container.ts';
import { openGround } from '../ground.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { shown } from '../report.ts';
import { startFunctions } from '../running-functions.ts';
import type { RunningProgram } from '../running-program.ts';
import { askStation } from './ask.ts';
import type { Deployment } from './deploy.ts';

const host = '127.0.0.1';
const startMilliseconds = 60_000;

/** Runs what was deployed on the embedded stream and table, has the reference lab's routers connect, and asks the API. */
export async function run(rehearsal: Rehearsal, deployment: Deployment): Promise<void> {
  const { report, aws, parts } = rehearsal;
  const { deployed, code } = deployment;
  report.part('What was deployed, run on the embedded stream and table');
  const ground = await openGround(deployed);
  parts.defer(ground.close);
  const bmp = { host, port: await freePort() };
  const functions = await startFunctions({ deployed, code, aws, ground, bmp });
  parts.defer(functions.close);
  const { gateway, lambda } = functions;
  const health = { host, port: await freePort() };
  const props = { task: deployed.collector, places: { aws, ground, gateway, lambda, bmp }, health };
  const collector = await startCollector(rehearsal, props);
  if (collector === null) return;
  functions.startSchedules();
  const simulator = new Simulator(bmp);
  parts.defer(async () => simulator.stop());
  simulator.start();
  await askStation(rehearsal, functions, { asked: ground.asked, resources: deployment.resources });
  const { StopTimeout } = deployed.collector;
  await report.check('SIGTERM: the collector ends in order', async () => {
    const exit = await collector.stop('SIGTERM', StopTimeout);
    if (exit !== 0) throw new Error(`it ended with ${exit}, within ${StopTimeout} s\n${collector.output}`);
    return shown(`exit 0, of the ${StopTimeout} s of the task definition`, undefined);
  });
}

async function startCollector(rehearsal: Rehearsal, props: CollectorProps): Promise<RunningProgram | null> {
  const { report, images, parts } = rehearsal;
  const origin = images === null ? 'from its bundle, as a process of this user' : 'out of its image';
  const collector = await report.check(`the collector ${origin}`, async () => {
    const program = images === null ? startFromBundle(props) : await startFromImage(props, images);
    parts.defer(() => program.kill());
    await healthy(props.health, program);
    return shown('healthy', program);
  });
  if (collector === null || images === null) return collector;
  await report.check('it runs without privileges', async () => {
    const confinement = confinementOf(collector.pid);
    requireConfined(confinement);
    return shown(`uid ${confinement.uid}, no capabilities, root read-only`, undefined);
  });
  await report.check('it can write nowhere', async () => {
    if (!props.task.ReadonlyRootFilesystem) throw new Error('the task definition does not say so');
    const program = await startFromImage(props, images, ['node', '--eval', writeAttempt]);
    if ((await program.ended()) !== 0) throw new Error(program.output);
    return shown(program.output.trim(), undefined);
  });
  return collector;
}

async function healthy({ port }: ListenAddress, program: RunningProgram): Promise<void> {
  const answer = async () => {
    const answered = await fetch(`http://${host}:${port}/healthz`).catch(() => null);
    return answered?.ok ?? false;
  };
  await waitFor(answer, 'its health', startMilliseconds).catch((error: unknown) => {
    throw new Error(`${error}\n${program.output}`);
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
