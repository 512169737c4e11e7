import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createApi } from '#functions/api/app.ts';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { clientSettings } from '#local/loopback.ts';
import { localTableName } from '#local/table.ts';
import { residentMemory } from './station.ts';

/** Process of its own: asks an API, on a table that another process holds, for all rows of a path, and prints what that took. */
export interface Export {
  rows: number;
  octets: number;
  wallSeconds: number;
  cpuSeconds: number;
  /** Highest resident memory of the process, MiB. */
  memory: number;
}

const newline = 10;

const [url = '', path = ''] = process.argv.slice(2);
const client = new DynamoDBClient(clientSettings({ url, close: async () => undefined }));
const api = createApi({ store: new DynamoDbStore(client, localTableName), access: 'everyone', streams: 'whole' });

const cpu = process.cpuUsage();
const began = performance.now();
const answer = await api.request(path, { headers: { accept: 'application/x-ndjson' } });
let rows = 0;
let octets = 0;
for await (const chunk of answer.body ?? []) {
  octets += chunk.length;
  for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) rows += 1;
}
const wallSeconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
const memory = residentMemory(process.pid, 'VmHWM');
const cpuSeconds = (user + system) / 1e6;
console.log(JSON.stringify({ rows, octets, wallSeconds, cpuSeconds, memory } satisfies Export));
client.destroy();
