import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { FailureStore } from './failure-store.ts';

/** Where Lambda puts them: `aws/lambda/MAPPING/SHARD/YYYY/MM/DD/TIME-NAME`. */
export const lambdaPrefix = 'aws/lambda/';
/** Where those go that have been dealt with. */
const settledPrefix = 'replayed/';

/** The bucket of ingest's on-failure destination: an object a failure. */
export class BucketFailures implements FailureStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor(client: S3Client, bucket: string, prefix = lambdaPrefix) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  async list(): Promise<string[]> {
    const keys: string[] = [];
    const request = { Bucket: this.#bucket, Prefix: this.#prefix };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, request)) {
      keys.push(...Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
    }
    return keys;
  }

  async read(name: string): Promise<string> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: name }));
    if (Body === undefined) throw new Error(`${name} is empty`);
    return await Body.transformToString();
  }

  async settle(name: string): Promise<void> {
    const Bucket = this.#bucket;
    const CopySource = `${Bucket}/${name.split('/').map(encodeURIComponent).join('/')}`;
    await this.#client.send(new CopyObjectCommand({ Bucket, Key: `${settledPrefix}${name}`, CopySource }));
    await this.#client.send(new DeleteObjectCommand({ Bucket, Key: name }));
  }
}
