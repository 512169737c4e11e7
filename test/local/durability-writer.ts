/** Writes to the embedded stream and table under a directory until it is killed; says what was acknowledged, one line each. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { openStream } from '#local/stream.ts';
import { openTable } from '#local/table.ts';

const directory = process.argv[2] ?? '';
const stream = await openStream(`${directory}/stream`);
const table = await openTable(`${directory}/table`);

for (let number = 1; ; number += 1) {
  await stream.client.send(
    new PutRecordsCommand({
      StreamName: stream.name,
      Records: [{ PartitionKey: 'router', Data: Buffer.from(String(number)) }],
    }),
  );
  await table.client.send(
    new PutItemCommand({ TableName: table.name, Item: { pk: { S: 'NUMBER' }, sk: { S: String(number) } } }),
  );
  process.stdout.write(`${number}\n`);
}
