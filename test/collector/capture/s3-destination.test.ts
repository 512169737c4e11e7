import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { S3Destination } from '#collector/capture/s3-destination.ts';
import { openObjectStore } from './object-store.ts';

const bucket = 'captures';
const clientOf = (endpoint: string) =>
  new S3Client({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    forcePathStyle: true,
    maxAttempts: 3,
  });
const octets = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

test('a file is put as far as it has come, and whole at the end; what has been put is not put again', async () => {
  await using store = await openObjectStore();
  const destination = new S3Destination({ client: clientOf(store.endpoint), bucket, prefix: 'captures/' });
  const file = await destination.create('pe/c1/0000.bmp');
  const stored = () => store.objects.get('/captures/captures/pe/c1/0000.bmp');
  await file.append(octets(100_000, 1));
  expect(stored()).toBeUndefined();
  await file.save();
  await file.save();
  expect(stored()).toEqual(Buffer.from(octets(100_000, 1)));
  expect(store.puts).toBe(1);
  const saving = file.save();
  await file.append(octets(5_000_000, 2));
  await Promise.all([saving, file.close()]);
  expect(stored()?.equals(Buffer.concat([octets(100_000, 1), octets(5_000_000, 2)]))).toBe(true);
  expect(store.puts).toBe(2);
});

test('an answer of 503 is tried again; one of 403 is a failure, and the next save tries all of it', async () => {
  await using store = await openObjectStore();
  const destination = new S3Destination({ client: clientOf(store.endpoint), bucket, prefix: '' });
  const file = await destination.create('pe/c1/0000.bmp');
  await file.append(octets(10, 1));
  store.refusals.push(503);
  await file.save();
  expect(store.puts).toBe(1);
  await file.append(octets(10, 2));
  store.refusals.push(403);
  await expect(file.save()).rejects.toThrow();
  await file.close();
  expect(store.objects.get('/captures/pe/c1/0000.bmp')).toHaveLength(20);
});
