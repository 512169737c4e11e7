import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '#local/wait.ts';
import { freePort } from '../lab/free-port.ts';
import { type Change, readJournal } from './journal.ts';

export const region = 'us-east-1';
export const accountId = '123456789012';

/** Words, not keys: the account asks for none, and none of the user's may leave. */
export const credentials = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' };

/** The environment of a program that believes itself in AWS. */
export const awsEnvironment = {
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** The account looks only at whom it names, and at the service. */
export const unsignedFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const startMilliseconds = 60_000;

/** An AWS account on this machine, see server.py. */
export class Account {
  /** By name, as the SDK puts buckets in front of it where it can. */
  readonly url: string;
  readonly #server: ChildProcess;
  readonly #journal: string;
  readonly #log: string;

  private constructor(port: number, server: ChildProcess, files: { journal: string; log: string }) {
    this.url = `http://localhost:${port}`;
    this.#server = server;
    this.#journal = files.journal;
    this.#log = files.log;
  }

  /** `directory` takes its files. */
  static async open(directory: string): Promise<Account> {
    const port = await freePort();
    const journal = join(directory, 'journal.jsonl');
    const log = join(directory, 'account.log');
    writeFileSync(journal, '');
    const output = openSync(log, 'w');
    const server = spawn('python3', [join(import.meta.dirname, 'server.py'), String(port), journal], {
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    return new Account(port, server, { journal, log });
  }

  /** Resolves when it answers. Rejects with what it said when it does not begin to. */
  async ready(): Promise<void> {
    await waitFor(() => this.#answers(), 'the account', startMilliseconds).catch((error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : error}\n${this.firstFault()}`);
    });
  }

  changes(): Change[] {
    return readJournal(this.#journal);
  }

  /** The end of the first traceback in its log, which later ones mostly follow from, or the end of the log; for people. */
  firstFault(): string {
    const log = readFileSync(this.#log, 'utf8');
    const traceback = /^Traceback[\s\S]*?^(?=\S*(?:Error|Exception|Exit))[^\n]*/m.exec(log)?.[0] ?? log;
    return traceback.split('\n').slice(-12).join('\n');
  }

  async object(bucket: string, key: string): Promise<Uint8Array> {
    const response = await fetch(`${this.url}/${bucket}/${key}`, { headers: { authorization: unsignedFor('s3') } });
    if (!response.ok) throw new Error(`s3://${bucket}/${key}: ${response.status}`);
    return await response.bytes();
  }

  async close(): Promise<void> {
    if (this.#server.exitCode !== null || this.#server.signalCode !== null) return;
    const ended = once(this.#server, 'exit');
    this.#server.kill('SIGTERM');
    await Promise.race([ended, sleep(3_000, undefined, { ref: false })]);
    this.#server.kill('SIGKILL');
  }

  async #answers(): Promise<boolean> {
    if (this.#server.exitCode !== null) throw new Error(`the account ended with ${this.#server.exitCode}`);
    return await fetch(`${this.url}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
