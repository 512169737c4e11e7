import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings, type Endpoint, listenOnLoopback } from '#local/loopback.ts';

const keysPerPage = 2;

/** As much of a bucket over HTTP as replay asks for: lists in pages, objects, copies and deletions. */
export class FakeBucket {
  readonly objects = new Map<string, string>();
  readonly client: S3Client;
  readonly #endpoint: Endpoint;

  private constructor(endpoint: Endpoint, bucket: FakeBucket['objects']) {
    this.#endpoint = endpoint;
    this.objects = bucket;
    this.client = new S3Client({ ...clientSettings(endpoint), forcePathStyle: true });
  }

  static async open(): Promise<FakeBucket> {
    const objects = new Map<string, string>();
    return new FakeBucket(
      await listenOnLoopback(createServer((request, response) => answer(objects, request, response))),
      objects,
    );
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.#endpoint.close();
  }
}

function answer(
  objects: Map<string, string>,
  { method = '', url = '', headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(url, 'http://bucket');
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  const copied = headers['x-amz-copy-source'];
  if (key === '') response.end(listing(objects, searchParams));
  else if (method === 'DELETE') response.writeHead(objects.delete(key) ? 204 : 404).end();
  else if (method === 'PUT' && typeof copied === 'string') {
    const source = decodeURIComponent(copied.split('/').slice(1).join('/'));
    objects.set(key, objects.get(source) ?? '');
    response.end('<CopyObjectResult><ETag>"1"</ETag></CopyObjectResult>');
  } else if (objects.has(key)) response.end(objects.get(key));
  else response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>');
}

function listing(objects: Map<string, string>, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  const start = Number(query.get('continuation-token') ?? 0);
  const page = keys.slice(start, start + keysPerPage).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  const end = start + keysPerPage;
  const next = end < keys.length ? `<NextContinuationToken>${end}</NextContinuationToken>` : '';
  return `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${page.join('')}${next}</ListBucketResult>`;
}
