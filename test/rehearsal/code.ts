import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { DeployedFunction } from './deployed.ts';
import { runProgram } from './program.ts';

/** Where the code of a function lies, unpacked out of the archive that was uploaded for it. */
export async function unpackCode(account: Account, { title, Code }: DeployedFunction, into: string): Promise<string> {
  const archive = await account.object(Code.S3Bucket, Code.S3Key);
  const directory = join(into, title);
  mkdirSync(directory, { recursive: true });
  const file = `${directory}.zip`;
  writeFileSync(file, archive);
  await runProgram('python3', ['-m', 'zipfile', '-e', file, directory]);
  return directory;
}

export const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');
