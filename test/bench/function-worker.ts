import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { clientSettings } from '#local/loopback.ts';
import { localTableName } from '#local/table.ts';
import type { Usage } from '#rib/store/usage.ts';
import { Pipeline } from './pipeline.ts';
import type { Batch } from './router-stream.ts';
import { residentMemory } from './station.ts';

/** Process of its own, as a function is one: it ingests, or it compacts, on a table that another process holds. */

export type Order = { kind: 'ingest'; routerId: string; batch: Batch } | { kind: 'compact'; at: number };

/** All since it began. */
export interface FunctionUse {
  cpuSeconds: number;
  /** Highest resident memory of the process, MiB. */
  memory: number;
  usage: readonly Usage[];
  compactions: number;
}

const [url = ''] = process.argv.slice(2);
const client = new DynamoDBClient(clientSettings({ url, close: async () => undefined }));
const pipeline = new Pipeline(new DynamoDbStore(client, localTableName));
let compactions = 0;

const perform = (order: Order): Promise<void> =>
  order.kind === 'ingest' ? pipeline.ingest(order.routerId, order.batch) : pipeline.compact(order.at);

const useSinceBegin = (): FunctionUse => {
  const { user, system } = process.cpuUsage(began);
  compactions += pipeline.takeCompactions();
  return {
    cpuSeconds: (user + system) / 1e6,
    memory: residentMemory(process.pid, 'VmHWM'),
    usage: [...pipeline.ingestStore.usage(), ...pipeline.compactStore.usage()],
    compactions,
  };
};

process.on('message', (order: Order) => {
  perform(order).then(
    () => process.send?.(useSinceBegin()),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
const began = process.cpuUsage();
