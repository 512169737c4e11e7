import { CreateStreamCommand, DescribeStreamCommand, KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import kinesalite from 'kinesalite';
import { clientSettings, type Endpoint, listenOnLoopback } from './loopback.ts';
import { waitFor } from './wait.ts';

export const localStreamName = 'bmpaas';
const shardCount = 2;

export interface LocalStream {
  name: string;
  /** Where other processes of this machine reach it. */
  url: string;
  client: KinesisClient;
  close(): Promise<void>;
}

/**
 * An embedded Kinesis stream of two shards. With a directory, every record that was acknowledged survives the death of
 * the process: LevelDB hands it to the operating system before the answer leaves. It does not fsync, so a power failure
 * can lose the newest ones.
 */
export async function openStream(directory?: string): Promise<LocalStream> {
  const endpoint = await listenOnLoopback(kinesalite({ createStreamMs: 0, ...(directory && { path: directory }) }));
  const client = new KinesisClient(clientSettings(endpoint));
  try {
    await createStream(client);
  } catch (error) {
    await close(client, endpoint);
    throw error;
  }
  return { name: localStreamName, url: endpoint.url, client, close: () => close(client, endpoint) };
}

async function createStream(client: KinesisClient): Promise<void> {
  const { StreamNames = [] } = await client.send(new ListStreamsCommand({}));
  if (!StreamNames.includes(localStreamName)) {
    await client.send(new CreateStreamCommand({ StreamName: localStreamName, ShardCount: shardCount }));
  }
  await waitFor(async () => (await statusOf(client)) === 'ACTIVE', 'the embedded stream');
}

async function statusOf(client: KinesisClient): Promise<string | undefined> {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: localStreamName }));
  return StreamDescription?.StreamStatus;
}

async function close(client: KinesisClient, endpoint: Endpoint): Promise<void> {
  client.destroy();
  await endpoint.close();
}
