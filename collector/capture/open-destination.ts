import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { CaptureConfig } from './config.ts';
import type { CaptureDestination } from './destination.ts';
import { DiskDestination } from './disk-destination.ts';
import { S3Destination } from './s3-destination.ts';

/** Null where there is none. */
export function captureDestinationOf(config: CaptureConfig | null): CaptureDestination | null {
  if (config === null) return null;
  if (config.kind === 'disk') return new DiskDestination(config.directory);
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: 3000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
  });
  const client = new S3Client({ maxAttempts: 4, requestHandler });
  return new S3Destination({ client, bucket: config.bucket, prefix: config.prefix });
}
