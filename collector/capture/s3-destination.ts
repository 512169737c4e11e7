import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { CaptureDestination, CaptureFile } from './destination.ts';

export interface S3DestinationProps {
  client: S3Client;
  bucket: string;
  /** Before all names, with its slash at the end. */
  prefix: string;
}

/** Objects of a bucket. A file is in memory until it is closed, so it is small; one in the making is put as far as it has come. */
export class S3Destination implements CaptureDestination {
  readonly largestFile = 8_388_608;
  readonly #props: S3DestinationProps;

  constructor(props: S3DestinationProps) {
    this.#props = props;
  }

  async create(name: string): Promise<CaptureFile> {
    return new S3File(this.#props, `${this.#props.prefix}${name}`);
  }
}

class S3File implements CaptureFile {
  readonly #props: S3DestinationProps;
  readonly #key: string;
  #octets = new Uint8Array(firstRoom);
  #length = 0;
  #saved = 0;
  #saving: Promise<void> = Promise.resolve();

  constructor(props: S3DestinationProps, key: string) {
    this.#props = props;
    this.#key = key;
  }

  /** What is being put is not touched: octets are added behind it, or elsewhere. */
  async append(octets: Uint8Array): Promise<void> {
    const length = this.#length + octets.length;
    if (length > this.#octets.length) {
      const larger = new Uint8Array(Math.max(length, this.#octets.length * 2));
      larger.set(this.#octets.subarray(0, this.#length));
      this.#octets = larger;
    }
    this.#octets.set(octets, this.#length);
    this.#length = length;
  }

  /** One behind the other, so that the longest is the last. */
  save(): Promise<void> {
    this.#saving = this.#saving.catch(() => {}).then(() => this.#put());
    return this.#saving;
  }

  close(): Promise<void> {
    return this.save();
  }

  async #put(): Promise<void> {
    const length = this.#length;
    if (length === this.#saved) return;
    const { client, bucket } = this.#props;
    const Body = this.#octets.subarray(0, length);
    const about = { ContentType: 'application/octet-stream', CacheControl: 'no-store' };
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: this.#key, Body, ...about }));
    this.#saved = length;
  }
}

const firstRoom = 65_536;
