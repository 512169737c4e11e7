import * as z from 'zod';
import { EventSource } from '#local/event-source.ts';
import type { StreamHandler } from '#local/kinesis-event.ts';
import type { ListenAddress } from '#local/options.ts';
import { repeat } from '#local/repeat.ts';
import { type Deployed, functionNameOf } from './deployed.ts';
import { openGateway } from './gateway/gateway.ts';
import { openInvocations } from './gateway/invocations.ts';
import type { Ground } from './ground.ts';
import { placedEnvironment } from './places.ts';
import { FunctionProcess } from './runtime/function-process.ts';

/** So often a schedule of a minute comes round here, and one of several: the canary may not come as often as a router that flaps. */
const roundMilliseconds = { minute: 2_000, longer: 60_000 };

export interface RunningFunctions {
  /** URL of the HTTP API, without a slash at its end. */
  gateway: string;
  /** URL of Lambda's Invoke. */
  lambda: string;
  processes: ReadonlyMap<string, FunctionProcess>;
  /** What each schedule's function said, JSON, by the name of the schedule. */
  scheduled: ReadonlyMap<string, readonly string[]>;
  /** Every invocation that failed, of whatever called it. */
  errors: readonly string[];
  /** Once there is a station that they would find. */
  startSchedules(): void;
  /** Takes in what is in the stream, then stops. */
  close(): Promise<void>;
}

export interface FunctionsProps {
  deployed: Deployed;
  /** Folder of the code of each function, by its name. */
  code: ReadonlyMap<string, string>;
  /** URL of all of AWS that is not here. */
  aws: string;
  ground: Ground;
  bmp: ListenAddress;
}

/** All deployed functions, and what calls them: the mapping of the stream, schedules and the HTTP API, as they were deployed. */
export async function startFunctions({ deployed, code, aws, ground, bmp }: FunctionsProps): Promise<RunningFunctions> {
  await using parts = new AsyncDisposableStack();
  const processes = new Map<string, FunctionProcess>();
  const invoke = async (name: string, event: unknown): Promise<unknown> => {
    const process = processes.get(name);
    if (process === undefined) throw new Error(`no function ${name} was deployed`);
    return await process.invoke(event);
  };
  const gateway = await openGateway(deployed.routes, invoke);
  parts.defer(gateway.close);
  const invocations = await openInvocations(invoke);
  parts.defer(invocations.close);
  const places = { aws, ground, gateway: gateway.url, lambda: invocations.url, bmp };
  for (const each of deployed.functions) {
    const environment = placedEnvironment(each.Environment.Variables, each.Role, places);
    const process = await FunctionProcess.start(each, code.get(each.name) ?? '', environment);
    processes.set(each.name, process);
    parts.defer(() => process.stop());
  }
  const errors: string[] = [];
  const eventSource = streamMapping(deployed, ground, invoke, errors);
  await eventSource.start();
  parts.defer(() => eventSource.stop());
  parts.defer(() => eventSource.drain());
  const scheduled = new Map(deployed.schedules.map(({ name }) => [name, [] as string[]]));
  const open = parts.move();
  const startSchedules = () => {
    for (const { name, functionName, input, minutes } of deployed.schedules) {
      const run = async () => scheduled.get(name)?.push(JSON.stringify(await invoke(functionName, input)));
      const round = minutes === 1 ? roundMilliseconds.minute : roundMilliseconds.longer;
      open.defer(repeat(run, round, (error) => errors.push(`${name}: ${String(error)}`)));
    }
  };
  return {
    gateway: gateway.url,
    lambda: invocations.url,
    processes,
    scheduled,
    errors,
    startSchedules,
    close: () => open.disposeAsync(),
  };
}

const batchAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) }).nullish();

/** Our event source, with the settings of the deployed one. */
function streamMapping(
  { mapping, stream }: Deployed,
  ground: Ground,
  invoke: (name: string, event: unknown) => Promise<unknown>,
  errors: string[],
): EventSource {
  const handler: StreamHandler = async (event) =>
    batchAnswer.parse(await invoke(functionNameOf(mapping.FunctionName), event));
  return new EventSource({
    client: ground.stream,
    streamName: stream.name,
    handler,
    checkpoints: { load: async () => null, save: async () => undefined },
    settings: {
      batchSize: mapping.BatchSize,
      maximumBatchingWindowMilliseconds: mapping.MaximumBatchingWindowInSeconds * 1000,
      bisectBatchOnFunctionError: mapping.BisectBatchOnFunctionError,
      reportBatchItemFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      maximumRetryAttempts: mapping.MaximumRetryAttempts,
    },
    onDiscard: async ({ error }) => void errors.push(`a batch was given up: ${error}`),
    onError: (error) => errors.push(`stream: ${error}`),
  });
}
