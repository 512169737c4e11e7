#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { accountId, unsignedFor } from './account.ts';
import { ImageStore } from './image-store.ts';

/**
 * What CDK takes for docker (CDK_DOCKER): builds with buildah into the store that REHEARSAL_IMAGES names, and notes a pushed
 * image in the account's registry. The architecture that is asked for is not built: the base is of this machine's. Where
 * REHEARSAL_IMAGES is empty nothing is built, and each push succeeds.
 */

const directory = process.env.REHEARSAL_IMAGES ?? '';
const store = new ImageStore(directory);
const [command = '', ...args] = process.argv.slice(2);

const commands: Record<string, () => Promise<void>> = {
  async login() {
    await text(process.stdin);
  },
  async inspect() {
    await store.inspect(args.at(-1) ?? '');
  },
  async build() {
    console.error(await store.build(process.cwd(), withoutPlatform(args)));
  },
  async tag() {
    await store.buildah(['tag', ...args]);
  },
  push: () => push(args.at(-1) ?? ''),
};

const withoutBuilding: typeof commands = {
  login: commands.login ?? refuse,
  inspect: refuse,
  build: async () => undefined,
  tag: async () => undefined,
  push: async () => undefined,
};

function withoutPlatform(options: readonly string[]): string[] {
  return options.filter((option, index) => option !== '--platform' && options[index - 1] !== '--platform');
}

/** A name like `ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG`. */
async function push(name: string): Promise<void> {
  const [, repositoryName = '', imageTag = ''] = /^[^/]+\/([^:]+):(.+)$/.exec(name) ?? [];
  const { id } = await store.inspect(name);
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 1, digest: `sha256:${id}` },
    layers: [],
  });
  const response = await fetch(process.env.AWS_ENDPOINT_URL ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.PutImage',
      authorization: unsignedFor('ecr'),
    },
    body: JSON.stringify({ registryId: accountId, repositoryName, imageTag, imageManifest }),
  });
  if (!response.ok) throw new Error(`push ${name}: ${response.status} ${await response.text()}`);
}

async function refuse(): Promise<void> {
  throw new Error(`no ${command} in a rehearsal`);
}

try {
  await ((directory === '' ? withoutBuilding : commands)[command] ?? refuse)();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
