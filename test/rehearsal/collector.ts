import { spawn } from 'node:child_process';
import { outputDirectory } from '#infra/bundles.ts';
import type { ListenAddress } from '#local/options.ts';
import { type Confinement, startContainer } from './container.ts';
import type { Deployed } from './deployed.ts';
import type { ImageStore } from './image-store.ts';
import { type Places, placedEnvironment } from './places.ts';
import { RunningProgram } from './running-program.ts';

/** The simulated routers are on this machine, whatever prefixes real ones would come from. */
const loopback = '127.0.0.0/8';
/** A deploy closes sessions one after the other for a minute or more. */
const drainSeconds = '2';
const defaultOpenFiles = 1024;

export interface CollectorProps {
  task: Deployed['collector'];
  places: Places;
  health: ListenAddress;
}

/** The variables of the deployed task, with the addresses of this machine. */
export function collectorEnvironment({ task, places, health }: CollectorProps): Record<string, string> {
  const variables = Object.fromEntries(task.Environment.map(({ Name, Value }): [string, string] => [Name, Value]));
  const { SOURCE_CIDRS } = variables;
  return {
    ...placedEnvironment(variables, task.Role, places),
    BMP_PORT: String(places.bmp.port),
    HEALTH_PORT: String(health.port),
    DRAIN_SECONDS: drainSeconds,
    ...(SOURCE_CIDRS !== undefined && { SOURCE_CIDRS: JSON.stringify([...JSON.parse(SOURCE_CIDRS), loopback]) }),
  };
}

/** Out of the image that was built for the deployed task, as the task says. Needs root. */
export async function startFromImage(props: CollectorProps, images: ImageStore, command?: readonly string[]) {
  const { task } = props;
  const image = await images.inspect(task.Image);
  const { SoftLimit: openFiles = defaultOpenFiles } = task.Ulimits.find(({ Name }) => Name === 'nofile') ?? {};
  return startContainer({
    image,
    files: await images.filesOf(task.Image),
    environment: collectorEnvironment(props),
    writable: task.MountPoints.map(({ ContainerPath }) => ContainerPath),
    openFiles,
    ...(command && { command }),
  });
}

/** The collector's bundle, where no image can be built. */
export function startFromBundle(props: CollectorProps): RunningProgram {
  const env = { PATH: process.env.PATH ?? '', ...collectorEnvironment(props) };
  const cwd = outputDirectory('collector');
  return new RunningProgram(
    spawn(process.execPath, ['collector.mjs'], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

/** @throws Error that says what the process may do and should not */
export function requireConfined({ uid, capabilities, noNewPrivileges, readOnlyRoot }: Confinement): void {
  const faults = [
    uid === 0 && 'it is root',
    capabilities !== 0n && `it has capabilities ${capabilities.toString(16)}`,
    !noNewPrivileges && 'it may gain privileges',
    !readOnlyRoot && 'its root can be written to',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new Error(faults.join(', '));
}
